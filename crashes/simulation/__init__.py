"""The bot in one thread and in made-up time: a seed tells everything that happens, hours pass in a blink."""
