"""How the staff area writes English dates; settings name this package in FORMAT_MODULE_PATH."""
