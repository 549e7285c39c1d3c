"""What every page carries around its content."""
def frame(request): return {}
