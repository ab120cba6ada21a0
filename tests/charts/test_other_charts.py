from tests.charts.looking import both, shapes, smallest_letters, words
from tracker import charts
from tracker.charts import RATIO, Band, Limit, Peer, Rung

HIDDEN = "hidden (small numbers)"


def test_a_band_shows_both_groups_and_its_own_share():
    drawing = charts.bands("t", "d", [Band("Band 5", 0.24, 0.41, 0.391)], overall=0.274)

    assert {"Band 5", "24", "41", "39.1%"} <= set(words(drawing.wide))
    assert "dashed: whole workforce 27.4%" in words(drawing.wide)


def test_a_share_well_below_the_workforce_a_level_one_and_one_above_have_different_marks():
    rows = [Band("7", share=0.16), Band("3", share=0.28), Band("5", share=0.39)]

    drawing = charts.bands("t", "d", rows, overall=0.274)

    discs = [mark.tag.rpartition("}")[2] for mark in shapes(drawing.wide, "disc")]
    assert discs == ["path", "circle"]
    assert len(shapes(drawing.wide, "ring")) == 1


def test_a_hidden_band_shows_its_name_and_the_words_only():
    shown, hidden = Band("Band 8a", 0.05, 0.02, 0.119), Band("Band 9", 0.9, 0.8, 0.7, hidden=True)

    drawing = charts.bands("t", "d", [hidden, shown], overall=0.274)

    assert words(drawing.wide).count(HIDDEN) == 1
    assert not {"90", "80", "70.0%"} & set(words(drawing.wide))


def test_a_hidden_band_does_not_stretch_the_bars_of_the_others():
    shown = Band("Band 8a", 0.05, 0.02, 0.119)

    def longest_bar(hidden):
        return shapes(charts.bands("t", "d", [hidden, shown]).wide, "ring")[0].get("width")

    assert longest_bar(Band("9", 0.9, 0.9, 0.9, hidden=True)) == longest_bar(Band("9", hidden=True))


def test_a_long_name_makes_its_row_taller_instead_of_running_into_the_bars():
    drawing = charts.bands("t", "d", [Band("Non-consultant career grade", 0.1, 0.1, 0.1)])

    assert {"Non-", "consultant", "career"} <= set(words(drawing.narrow))


def test_a_ladder_names_each_group_once():
    steps = ["Lower to middle", "Middle to upper"]
    rungs = [Rung(group, step, 1.9) for group in ("Clinical", "Non-clinical") for step in steps]

    drawing = charts.ladder("t", "d", rungs)

    assert words(drawing.wide).count("Clinical") == 1
    assert words(drawing.wide).count("1.90") == 4


def test_a_rung_in_favour_of_bme_staff_goes_the_other_way_from_parity():
    rungs = [Rung("Clinical", "up", 2.0), Rung("Clinical", "down", 0.8)]

    up, down = shapes(charts.ladder("t", "d", rungs).wide, "rung")

    assert float(up.get("x2")) > float(up.get("x1")) == float(down.get("x1"))
    assert float(down.get("x2")) < float(down.get("x1"))


def test_a_hidden_rung_and_one_that_cannot_be_worked_out_say_which_they_are():
    rungs = [Rung("Clinical", "one", 7.7, hidden=True), Rung("Clinical", "other", None)]

    drawing = charts.ladder("t", "d", rungs)

    assert {HIDDEN, "not calculable"} <= set(words(drawing.wide))
    assert not shapes(drawing.wide, "rung")
    assert "7.70" not in words(drawing.wide)


def test_a_funnel_marks_ones_own_organisation_among_rings():
    peers = [Peer(20, 1.1), Peer(50, 1.4), Peer(40, 1.96, is_own=True)]

    drawing = charts.funnel(
        "t", "d", peers, scale=RATIO, centre=1.26, centre_words="All 3 together"
    )

    assert len(shapes(drawing.wide, "ring")) == 2
    assert len(shapes(drawing.wide, "disc")) == 1
    assert {"You are here: 1.96", "All 3 together 1.26"} <= set(words(drawing.wide))


def test_a_hidden_peer_is_not_drawn():
    drawing = charts.funnel("t", "d", [Peer(20, 1.1), Peer(9, 3.0, hidden=True)], scale=RATIO)

    assert len(shapes(drawing.wide, "ring")) == 1


def test_a_funnel_without_anybody_to_show_says_why():
    hidden = charts.funnel("t", "d", [Peer(9, 3.0, hidden=True)], scale=RATIO)
    nobody = charts.funnel("t", "d", [], scale=RATIO)

    assert words(hidden.wide) == [HIDDEN]
    assert words(nobody.wide) == ["no figures held"]


def test_limits_are_curves_with_their_names():
    inner = Limit("95% limit", ((10, 0.6, 2.0), (50, 0.8, 1.6), (100, 0.9, 1.5)))
    outer = Limit("99.8% limit", ((10, 0.5, 2.2), (50, 0.7, 1.8), (100, 0.8, 1.6)), is_outer=True)

    drawing = charts.funnel(
        "t", "d", [Peer(20, 1.1), Peer(90, 1.6)], scale=RATIO, limits=[inner, outer]
    )

    assert len(shapes(drawing.wide, "limit")) == 4
    assert {"95% limit", "99.8% limit"} <= set(words(drawing.wide))
    assert "dashes: 95% limit, dots: 99.8% limit" in words(drawing.narrow)


def test_their_letters_can_be_read_on_a_phone():
    drawings = [
        charts.bands("t", "d", [Band("Band 5", 0.24, 0.41, 0.391)], overall=0.3),
        charts.ladder("t", "d", [Rung("Clinical", "up", 2.0)]),
        charts.funnel("t", "d", [Peer(20, 1.1)], scale=RATIO, centre=1.2),
    ]

    assert all(smallest_letters(drawing.narrow) * 358 / 340 >= 11 for drawing in drawings)
    assert all(len(both(drawing)) == 2 for drawing in drawings)
