"""A signature as a pad gives it."""

from math import cos, sin, tau

__all__ = ["signature"]


def signature(loops=4, points=80):
    """Return strokes: loops side by side, as many points each."""
    return [
        [
            [
                int(60 + loop * 95 + 40 * sin(place / points * tau * (1 + loop % 3)) + place / points * tau * 5),
                int(79 + 55 * cos(place / points * tau * (2 + loop % 2) + loop)),
            ]
            for place in range(points)
        ]
        for loop in range(loops)
    ]
