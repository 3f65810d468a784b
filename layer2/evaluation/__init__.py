"""The harness behind `manage.py eval_layer2`: made-up faces, golden looks, what must hold."""
