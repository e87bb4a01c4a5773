"""The fault laboratory: a whole grown site from wheels, made to be broken."""
