"""Real workers on real photos while processes die at random: `manage.py chaos` proves the queue."""
