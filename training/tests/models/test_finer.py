import torch
from models import finer

WIDTH = 5


def weights(grid: int = 4, scale: int = 2) -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    return {finer.POSITIONS: torch.randn(grid * grid, WIDTH), finer.SHUFFLED: torch.randn(7, scale * scale * WIDTH), "other": torch.randn(3)}


def shuffled(table: torch.Tensor, scale: int) -> torch.Tensor:
    """What transformers' connector hands to its projection, [tokens, scale * scale * WIDTH], for patches [side, side, WIDTH]."""
    side = table.shape[0]
    parts = table.view(side // scale, scale, side // scale, scale, WIDTH).permute(0, 2, 1, 3, 4)
    return parts.reshape(-1, scale * scale * WIDTH)


def test_a_model_of_the_same_grid_stays_as_it_is() -> None:
    old = weights()
    new = finer.refined(old, 4, 2)
    assert new.keys() == old.keys()
    assert all(torch.equal(new[name], old[name]) for name in old)


def test_image_tokens_read_from_finer_patches_what_they_read_from_coarse_ones() -> None:
    old = weights()
    new = finer.refined(old, 6, 3)
    assert new[finer.POSITIONS].shape == (36, WIDTH) and new[finer.SHUFFLED].shape == (7, 9 * WIDTH)
    coarse = torch.randn(2, 2, WIDTH)  # one value for each image token
    before = shuffled(coarse.repeat_interleave(2, 0).repeat_interleave(2, 1), 2) @ old[finer.SHUFFLED].T
    after = shuffled(coarse.repeat_interleave(3, 0).repeat_interleave(3, 1), 3) @ new[finer.SHUFFLED].T
    assert torch.allclose(before, after, atol=1e-5)


def test_the_upper_left_patch_of_three_is_read_as_the_upper_left_of_two_was() -> None:
    old = weights()
    new = finer.refined(old, 6, 3)[finer.SHUFFLED].view(7, 3, 3, WIDTH)
    was = old[finer.SHUFFLED].view(7, 2, 2, WIDTH)
    assert torch.allclose(new[:, 0, 0], was[:, 0, 0] * (2 / 3) ** 2, atol=1e-6)
    assert torch.allclose(new[:, 2, 0], was[:, 1, 0] * (2 / 3) ** 2, atol=1e-6)
    assert torch.allclose(new[:, 1, 1], was.mean((1, 2)) * 4 / 9, atol=1e-6)


def test_positions_that_rise_along_a_side_still_do() -> None:
    old = weights()
    old[finer.POSITIONS] = torch.arange(4.0).repeat(4)[:, None].expand(16, WIDTH)
    row = finer.refined(old, 6, 3)[finer.POSITIONS].view(6, 6, WIDTH)[2, :, 0]
    assert (row.diff() > 0).all()


def test_parts_of_a_line_cover_one_another() -> None:
    shares = finer.overlaps(3, 2)
    assert torch.allclose(shares, torch.tensor([[2 / 3, 0.0], [1 / 3, 1 / 3], [0.0, 2 / 3]]), atol=1e-6)


def test_a_checkpoint_begins_a_schedule_with_its_averaged_weights() -> None:
    average, own = weights(24, 3), weights(24, 3)
    average[finer.TIED[1]], own[finer.TIED[1]] = torch.ones(2, 3), torch.zeros(2, 3)
    own[finer.TIED[0]] = own[finer.TIED[1]]
    state = finer.begun_anew({"model": own, "average": list(average.values()), "heads": {}, "step": 7, "seconds": 99.0, "mix": {}, "answers": {}, "optimisers": [1]})
    assert state["step"] == 7 and state["seconds"] == 0.0 and "optimisers" not in state
    assert torch.equal(state["model"][finer.TIED[0]], average[finer.TIED[1]])
    assert all(torch.equal(one, other) for one, other in zip(state["average"], average.values(), strict=True))
