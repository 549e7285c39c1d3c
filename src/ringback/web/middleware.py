"""Who is asking, and what they are told when something goes wrong."""
class ActorMiddleware:
    def __init__(self, get_response): self.g=get_response
    def __call__(self, request): return self.g(request)
class TroubleMiddleware(ActorMiddleware): pass
