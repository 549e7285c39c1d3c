"""placeholder until the design lands"""


def gallery(request): ...
