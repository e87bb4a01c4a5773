"""Date formats of our own for Django’s admin; pages and letters use Babel."""
