from tracker.charts.room import Box, Room, Spot, box_of, spread, width_of


def test_words_stand_at_the_first_spot_where_they_touch_nothing():
    room = Room(Box(0, 0, 200, 100))
    room.take(Box(90, 40, 110, 60))

    spot = room.place("1.44", 14, [Spot(100, 50, "middle"), Spot(150, 50), Spot(20, 50)])

    assert spot == Spot(150, 50)


def test_words_that_fit_nowhere_stand_where_they_cover_least():
    room = Room(Box(0, 0, 200, 100))
    room.take(Box(0, 0, 100, 100))
    room.take(Box(100, 45, 200, 47))

    spot = room.place("1.44", 14, [Spot(20, 50), Spot(120, 50)])

    assert spot == Spot(120, 50)


def test_words_that_are_not_needed_are_left_out_rather_than_cover_anything():
    room = Room(Box(0, 0, 200, 100))
    room.take(Box(0, 0, 200, 100))

    assert room.place("1.0: equally likely", 14, [Spot(20, 50)], only_if_free=True) is None


def test_words_keep_clear_of_those_placed_before():
    room = Room(Box(0, 0, 200, 100))
    spots = [Spot(20, 50), Spot(20, 80)]

    assert room.place("White", 14, spots) == spots[0]
    assert room.place("BME", 14, spots) == spots[1]


def test_words_stay_inside_the_picture():
    room = Room(Box(0, 0, 100, 100))

    assert room.place("Northbridge", 14, [Spot(90, 50), Spot(90, 50, "end")]) == Spot(90, 50, "end")


def test_a_line_is_kept_clear_all_along():
    room = Room(Box(0, 0, 200, 200))
    room.take_line((0, 0), (200, 200))

    assert room.place("x", 14, [Spot(100, 105), Spot(150, 40)]) == Spot(150, 40)


def test_anchored_words_reach_to_either_side_of_their_spot():
    width = width_of("24.6%", 14)

    assert box_of("24.6%", 14, Spot(100, 50, "end")).right == 100
    assert box_of("24.6%", 14, Spot(100, 50, "middle")).left == 100 - width / 2


def test_blocks_of_a_column_are_spread_in_order_and_within_it():
    tops = spread([(90, 30), (95, 30), (10, 30)], 0, 130)

    assert tops == [70, 100, 10]
