"""Choices drawn at random, each written down under its name, so that a false finding can be laid to a feature."""

from random import Random

Option = str | tuple[str, float]


class Draw:
    """Choices of one filing. Each feature has its own stream: what one draws does not move another."""

    def __init__(self, seed: int, avoid: frozenset[str] = frozenset(), fixed: dict[str, str] | None = None) -> None:
        self.seed = seed
        self.avoid = avoid
        self.fixed = fixed or {}
        self.features: dict[str, str] = {}

    def stream(self, name: str) -> Random:
        """A generator of its own for a name."""
        return Random(f"{self.seed}|{name}")

    def pick(self, feature: str, *options: Option) -> str:
        """One of the options (text, or text and weight), the avoided `feature=option` ones left out."""
        pairs = [(one, 1.0) if isinstance(one, str) else one for one in options]
        left = [(text, weight) for text, weight in pairs if f"{feature}={text}" not in self.avoid]
        if not left:
            raise ValueError(f"nothing is left of {feature}")
        chosen = self.stream(feature).choices([text for text, _ in left], [weight for _, weight in left])[0]
        chosen = self.features.setdefault(feature, self.fixed.get(feature, chosen))
        if chosen not in dict(pairs):
            raise ValueError(f"{feature} has no option {chosen}")
        return chosen

    def has(self, feature: str, chance: float) -> bool:
        """Whether a feature is there (drawn as yes or no)."""
        return self.pick(feature, ("yes", chance), ("no", 1 - chance)) == "yes"

    @property
    def drawn(self) -> tuple[str, ...]:
        return tuple(f"{name}={value}" for name, value in sorted(self.features.items()))
