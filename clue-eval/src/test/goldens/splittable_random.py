"""The generator of Java's SplittableRandom (SplitMix64; Steele, Lea and Flood, OOPSLA 2014), so that numpy resamples
the same items as the code under test."""

from __future__ import annotations

BITS_64 = (1 << 64) - 1
BITS_32 = (1 << 32) - 1
GOLDEN_GAMMA = 0x9E3779B97F4A7C15


class SplittableRandom:
    def __init__(self, seed: int):
        self.state = seed & BITS_64

    def bits_32(self) -> int:
        self.state = (self.state + GOLDEN_GAMMA) & BITS_64
        mixed = ((self.state ^ (self.state >> 33)) * 0x62A9D9ED799705F5) & BITS_64
        mixed = ((mixed ^ (mixed >> 28)) * 0xCB24D0A5C88C35B3) & BITS_64
        return mixed >> 32

    def next_int(self, bound: int) -> int:
        """0 to bound - 1, each equally likely: what would favour the low ones is drawn again."""
        if bound & (bound - 1) == 0:
            return self.bits_32() & (bound - 1)
        while True:
            drawn = self.bits_32() >> 1
            remainder = drawn % bound
            if drawn + (bound - 1) - remainder < 1 << 31:
                return remainder
