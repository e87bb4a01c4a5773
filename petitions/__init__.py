"""The datum: a supporter's signature from POST to erasure."""
