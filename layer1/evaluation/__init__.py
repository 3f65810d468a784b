"""The harness behind `manage.py eval_layer1`: made-up pairs of faces, and what must hold."""
