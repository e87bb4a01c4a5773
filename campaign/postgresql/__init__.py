"""The database backend of the grown profile: `base`, where Django looks for it."""
