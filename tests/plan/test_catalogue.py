import pytest

from tracker.plan.catalogue import THEORY, plan_template, plan_templates, templates_in

THIRD = """
title = "A local plan"
year = 2026
source = "Northbridge NHS Foundation Trust, 2026"
summary = "What we promised."

[[points]]
number = "1"
title = "Listen"
summary = "Leaders listen."
owners = ["Chief executive", "Staff network"]
theory_tags = ["hearts and minds"]
indicators = ["7"]

[[points]]
number = "2"
title = "Act"
summary = "Leaders act."
owners = ["Chief executive"]
theory_tags = ["taking accountability"]
indicators = []
"""


def test_two_templates_ship_the_oldest_first():
    assert [template.key for template in plan_templates()] == [
        "ten-point-2004",
        "edi-improvement-2023",
    ]


def test_the_plan_of_2004_has_its_ten_points_in_order():
    template = plan_template("ten-point-2004")

    assert [point.number for point in template.points] == [str(n) for n in range(1, 11)]
    assert [point.title for point in template.points] == [
        "Strategic direction",
        "Align incentives",
        "Development",
        "Communications",
        "Partnerships",
        "Mentoring",
        "Leadership action",
        "Expand training, development and career opportunities",
        "Systematic tracking",
        "Celebrate achievements",
    ]


def test_the_plan_of_2023_has_its_six_high_impact_actions():
    assert len(plan_template("edi-improvement-2023").points) == 6


def test_each_owner_of_2004_is_asked_about_once():
    owners = plan_template("ten-point-2004").historic_owners

    assert owners[0] == "DH and all NHS leaders"
    assert owners.count("NHS Leadership Centre") == 1
    assert len(owners) == len(set(owners)) == 14


def test_points_about_services_and_communities_suggest_no_wres_indicator():
    points = plan_template("ten-point-2004").points

    assert [point.number for point in points if not point.indicators] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "10",
    ]


@pytest.mark.parametrize("template", plan_templates(), ids=lambda template: template.key)
def test_every_template_says_its_source_and_every_point_its_theory(template):
    assert template.source
    assert str(template.year) in template.source
    for point in template.points:
        assert point.summary
        assert point.theory_tags
        assert set(point.theory_tags) <= set(THEORY)
        assert set(point.indicators) <= set("123456789")


def test_a_point_is_found_by_its_number():
    assert plan_template("ten-point-2004").point("6").title == "Mentoring"


def test_an_unknown_template_is_not_guessed():
    with pytest.raises(KeyError, match="five-point-2030"):
        plan_template("five-point-2030")


def test_an_unknown_point_is_not_guessed():
    with pytest.raises(KeyError, match="11"):
        plan_template("ten-point-2004").point("11")


def test_a_third_template_is_a_file(tmp_path):
    (tmp_path / "local-2026.toml").write_text(THIRD)

    (template,) = templates_in(tmp_path)

    assert template.key == "local-2026"
    assert template.historic_owners == ("Chief executive", "Staff network")
    assert template.point("2").title == "Act"


@pytest.mark.parametrize(
    "right, wrong, complaint",
    [
        ('["hearts and minds"]', '["hope"]', "hope"),
        ('number = "2"', 'number = "1"', "two points are numbered 1"),
        ('indicators = ["7"]', 'indicators = ["12"]', "12"),
        ('summary = "Leaders act."', "", "summary"),
    ],
)
def test_a_template_with_a_slip_in_it_does_not_load(tmp_path, right, wrong, complaint):
    (tmp_path / "local-2026.toml").write_text(THIRD.replace(right, wrong))

    with pytest.raises((ValueError, TypeError), match=complaint):
        templates_in(tmp_path)
