"""What usually comes together: the source of the models' priors.

A theme has settings with weights, usual objects with weights, and usual relations (relation, A, B, weight).
Names may be groups. Relations are ways of placing: touch, hold, inside, on_top, next, burn, apart.
"""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    name: str
    settings: dict[str, int]
    objects: dict[str, int]
    acts: tuple[tuple[str, str, str, int], ...]


def _theme(name: str, settings: str, objects: str, acts: str) -> Theme:
    def weights(text: str) -> dict[str, int]:
        pairs = (part.strip().rsplit(" ", 1) for part in text.split(","))
        return {n: int(w) for n, w in pairs}
    parsed = []
    for part in acts.split(","):
        left, weight = part.strip().rsplit(" ", 1)
        a, act, b = left.split("|")
        parsed.append((act, a, b, int(weight)))
    return Theme(name, weights(settings), weights(objects), tuple(parsed))


THEMES = tuple(_theme(*row) for row in (
    ("kitchen", "room 9, day 1",
     "cook 6, knife 5, bread 4, milk 4, coffee 4, apple 4, banana 3, pizza 3, hamburger 2, cake 3, window 3, chair 3, cat 2, woman 3, man 2, girl 2, fire 1, spider 1, bottle 1, scissors 1, phone 1",
     "cook|hold|knife 6, cook|hold|bread 2, woman|hold|coffee 2, girl|hold|milk 2, knife|touch|bread 3, knife|touch|apple 2, cat|touch|milk 2, apple|next|banana 2, cat|on_top|chair 2, fire|touch|pizza 1, spider|touch|bread 1, boy|hold|apple 2, cook|apart|knife 1"),
    ("street", "street 9, night 2, snow 1",
     "car 7, bus 4, bicycle 4, motorcycle 4, scooter 3, traffic light 5, man 4, woman 4, police officer 3, dog 2, tree 2, house 3, umbrella 2, phone 2, helmet 2, boy 2, old man 1, bird 1, money 1",
     "car|next|car 3, man|on_top|motorcycle 3, woman|on_top|scooter 2, boy|on_top|bicycle 3, man|inside|car 3, woman|inside|bus 3, helmet|on_top|man 2, woman|hold|phone 2, man|hold|umbrella 2, car|next|traffic light 2, police officer|next|car 2, dog|next|man 2, bird|on_top|car 1, bottle|on_top|car 1, car|burn|car 1"),
    ("camp site", "grass 6, night 5, beach 1",
     "tent 8, fire 7, tree 5, man 4, woman 3, boy 3, girl 3, dog 2, axe 3, bear 2, snake 2, spider 2, bicycle 1, boat 1, candle 2, mountain 3, fish 2, knife 2, beer 2, hammer 1, bow 1",
     "fire|next|tent 4, man|inside|tent 3, boy|inside|tent 2, dog|inside|tent 2, axe|touch|tree 3, man|hold|axe 3, bear|next|tent 2, candle|inside|tent 2, fish|touch|fire 2, man|hold|knife 2, fire|touch|tree 2, bear|apart|man 2, woman|hold|beer 2, fire|next|man 2, candle|next|tent 2, snake|next|tent 1"),
    ("party", "room 6, night 4, grass 1, beach 1",
     "man 5, woman 5, boy 3, girl 3, cake 6, candle 4, beer 4, wine 4, bottle 4, cocktail 4, cigarette 3, crown 3, pizza 3, hamburger 1, firecracker 2, money 1, old woman 1, phone 1, flower 1, ball 1",
     "man|hold|beer 5, woman|hold|wine 5, woman|hold|cocktail 3, candle|on_top|cake 5, crown|on_top|girl 2, bottle|next|wine 2, man|hold|cigarette 3, boy|hold|cake 2, girl|hold|cake 2, beer|next|beer 2, boy|hold|firecracker 1, man|hold|bottle 2, old woman|hold|wine 1, boy|touch|pizza 2, child|apart|beer 2, child|apart|wine 2, bottle|next|cake 1"),
    ("ward", "room 9",
     "doctor 7, bed 6, syringe 6, pill 6, bandage 4, old man 4, old woman 4, baby 3, woman 3, man 2, chair 2, flower 3, window 2, skull 1, clock 2, boy 1, computer 2, phone 1",
     "doctor|hold|syringe 6, doctor|hold|pill 3, old man|on_top|bed 3, old woman|on_top|bed 3, pill|next|pill 3, pill|next|old woman 2, bandage|touch|man 2, bandage|touch|boy 2, syringe|touch|old man 2, baby|on_top|bed 2, baby|next|woman 2, doctor|next|bed 2, pill|next|baby 1, syringe|touch|baby 1, woman|hold|flower 2, pill|apart|boy 1"),
    ("farm", "grass 8, day 2, snow 1",
     "cow 6, horse 6, pig 6, rabbit 4, dog 4, bird 3, house 4, tree 4, man 3, woman 2, boy 2, girl 2, apple 2, milk 2, axe 1, hammer 1, flower 3, cat 2, fire 1",
     "cow|next|cow 3, pig|next|pig 3, boy|on_top|horse 3, man|on_top|horse 3, horse|touch|apple 2, bird|on_top|cow 2, dog|next|pig 2, rabbit|touch|flower 2, woman|hold|milk 2, girl|touch|rabbit 2, horse|next|house 2, man|hold|hammer 1, cat|on_top|house 1, fire|touch|house 1, girl|hold|flower 2"),
    ("nursery", "room 9",
     "baby 7, woman 5, man 3, old woman 2, boy 3, girl 3, bed 4, ball 4, milk 3, book 3, window 2, rabbit 2, cat 2, chair 2, door 1, bathtub 1, pill 1, scissors 1",
     "woman|next|baby 5, man|touch|baby 2, baby|touch|ball 4, baby|hold|milk 3, baby|on_top|bed 3, boy|hold|book 3, cat|on_top|bed 2, woman|hold|book 2, girl|touch|ball 2, baby|inside|bathtub 1, old woman|touch|baby 2, baby|touch|cat 1, baby|next|scissors 1, baby|next|ball 2"),
    ("workshop", "room 6, grass 1, street 1",
     "man 5, woman 3, hammer 6, saw 6, axe 4, scissors 3, helmet 4, chair 4, motorcycle 3, car 2, fire 2, computer 1, tree 2, bandage 2, old man 2, door 2, key 2, clock 1",
     "man|hold|hammer 5, woman|hold|saw 4, helmet|on_top|man 4, saw|touch|chair 3, hammer|touch|chair 3, axe|touch|tree 2, saw|touch|tree 2, man|next|motorcycle 2, hammer|next|saw 3, fire|next|motorcycle 1, scissors|next|hammer 2, old man|hold|saw 2, key|touch|door 2, boy|hold|hammer 1, helmet|on_top|motorcycle 2"),
    ("beach", "beach 9, water 3",
     "boat 6, umbrella 5, ball 5, boy 4, girl 4, woman 4, man 3, fish 4, bird 4, cocktail 3, dog 2, beer 2, book 2, tree 2, baby 1, bottle 1",
     "boy|touch|ball 4, woman|next|umbrella 3, man|inside|boat 3, woman|hold|cocktail 3, bird|touch|fish 3, dog|touch|ball 3, girl|hold|ball 2, man|hold|fish 2, woman|hold|book 2, bird|on_top|boat 2, man|hold|beer 2, boy|inside|boat 2, boat|next|boat 1, baby|next|umbrella 1, bottle|on_top|boat 1, child|apart|cocktail 1"),
    ("winter", "snow 9, night 1",
     "tree 5, house 5, mountain 4, rabbit 3, bear 3, dog 3, boy 3, girl 3, man 2, woman 2, coffee 2, bird 2, train 2, candle 2, axe 1, fire 2",
     "bird|on_top|tree 3, woman|hold|coffee 3, dog|next|boy 3, bear|next|tree 3, rabbit|next|tree 2, man|hold|axe 2, girl|touch|dog 2, house|next|tree 3, bear|apart|girl 2, fire|next|house 1, cat|inside|house 1, girl|next|girl 1"),
    ("battle", "grass 3, night 4, street 2, day 1",
     "sword 6, bow 4, gun 4, bomb 4, axe 3, man 5, woman 2, horse 4, skull 5, crown 3, fire 4, house 3, helmet 4, airplane 2, knife 1",
     "man|hold|sword 5, woman|hold|bow 4, man|on_top|horse 4, crown|on_top|man 2, helmet|on_top|man 3, man|hold|gun 3, fire|touch|house 3, bomb|next|house 2, skull|next|sword 3, house|burn|house 2, horse|burn|horse 1, man|hold|axe 2, sword|next|bow 2, bomb|apart|house 1, man|burn|man 1"),
    ("police", "street 6, night 4",
     "police officer 7, car 4, gun 4, man 4, money 4, knife 3, bomb 2, dog 3, motorcycle 2, house 2, key 2, woman 2, firefighter 1",
     "police officer|hold|gun 5, man|hold|knife 4, man|hold|money 3, dog|next|police officer 3, police officer|inside|car 3, police officer|on_top|motorcycle 2, man|hold|gun 3, bomb|next|car 2, dog|touch|man 2, woman|hold|key 2, money|next|gun 2, police officer|apart|man 1"),
    ("fire brigade", "street 5, night 4, day 1",
     "firefighter 8, fire 8, house 5, car 4, bus 2, axe 3, helmet 3, cat 2, tree 3, woman 2, baby 1, motorcycle 1",
     "fire|touch|house 4, car|burn|car 4, house|burn|house 3, firefighter|hold|axe 4, firefighter|next|fire 4, bus|burn|bus 2, cat|on_top|tree 2, firefighter|next|car 3, firefighter|touch|cat 2, fire|touch|tree 2, fire|touch|bed 1, woman|apart|fire 2, motorcycle|burn|motorcycle 1, helmet|on_top|firefighter 1"),
    ("office", "room 9, day 1",
     "computer 7, phone 5, chair 5, coffee 5, man 4, woman 5, book 4, clock 4, door 3, window 3, key 2, money 2, scissors 2, cactus 2, flower 2, umbrella 1, old man 1",
     "woman|hold|phone 4, man|hold|coffee 4, coffee|next|computer 4, woman|on_top|chair 3, book|next|computer 3, phone|next|computer 2, man|hold|book 2, key|next|phone 2, cactus|next|computer 2, cat|on_top|computer 1, scissors|next|book 2, money|next|computer 1, clock|next|window 1, book|on_top|book 1"),
    ("wild", "grass 5, day 2, night 2, snow 1, water 1",
     "bear 5, snake 5, spider 4, bird 4, fish 3, rabbit 3, tree 5, cactus 3, mountain 4, tent 1, man 2, bow 2, flower 3, skull 1, dog 1, girl 1",
     "bear|touch|fish 3, snake|touch|tree 2, snake|next|rabbit 3, spider|touch|flower 2, bird|on_top|tree 3, man|hold|bow 3, bird|on_top|bear 1, bear|next|tree 2, spider|touch|tree 2, snake|touch|bird 1, rabbit|next|flower 2, bear|apart|man 2, dog|apart|bear 1, cactus|next|cactus 1"),
    ("station", "street 4, day 4, night 2, snow 1",
     "train 7, airplane 3, bus 4, man 4, woman 4, clock 4, phone 3, book 2, money 2, umbrella 3, key 1, coffee 2, boy 2, girl 2, baby 1, old man 2, old woman 2, police officer 2",
     "man|inside|train 3, woman|inside|train 3, clock|next|train 2, woman|hold|book 2, old man|hold|umbrella 3, girl|hold|phone 2, police officer|next|train 2, boy|inside|bus 2, man|hold|coffee 2, old woman|next|old man 2, airplane|apart|train 1, train|next|train 1, man|hold|money 1"),
))
BY_NAME = {t.name: t for t in THEMES}
