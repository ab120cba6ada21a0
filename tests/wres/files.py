"""Files as people bring them, for the tests of reading them."""

from tracker.wres.importing import read

LATEST = 2027
RETURN = "organisation,year,indicator,part,item,basis,white,bme,unknown"
SURVEY = "Trust,name,region,benchmark_group,wres_indicator,white_rate,bme_rate,bme_white_ratio"
NATIONAL = "wres_year,indicator,measure,group,value,unit,source,status"


def read_lines(header, *lines, **options):
    """What is read from a file of these lines."""
    content = "\n".join((header, *lines)).encode()
    return read(content, options.pop("file_name", "figures.csv"), latest_year=LATEST, **options)


def read_return(*lines):
    return read_lines(RETURN, *lines)


def read_survey(*lines, year=2026):
    return read_lines(SURVEY, *lines, year=year)


def read_national(*lines):
    return read_lines(NATIONAL, *lines)


def messages(reading):
    return [fault.message for fault in reading.faults]
