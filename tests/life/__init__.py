"""The life of a signature: what must be true beside the site as it is, and the mail server and letters between them."""
