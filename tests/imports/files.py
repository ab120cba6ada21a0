"""Files as somebody would bring them in. The organisations are nobody's, the figures invented."""

import io

RETURN = "organisation,year,indicator,part,item,basis,white,bme,unknown"
SURVEY = "Trust,name,region,benchmark_group,wres_indicator,white_rate,bme_rate,bme_white_ratio"
NATIONAL = "wres_year,indicator,measure,group,value,unit,source,status"


def wres_return(*rows, organisation="ZZ1", year=2026, basis="single year"):
    """Rows of (indicator, part, item, white, bme, unknown)."""
    lines = [
        ",".join(map(str, (organisation, year, indicator, part, item, basis, *counts)))
        for indicator, part, item, *counts in rows
    ]
    return "\n".join([RETURN, *lines]).encode()


def shortlisting(white=780, white_appointed=170, bme=210, bme_appointed=35, **where):
    """Indicator 2 of one year: 1.3077 unless told otherwise."""
    return wres_return(
        ("2", "all", "shortlisted", white, bme, 100),
        ("2", "all", "appointed", white_appointed, bme_appointed, 20),
        **where,
    )


def together(*files):
    """One return out of several."""
    header, *_ = files[0].split(b"\n")
    return b"\n".join([header, *(row for file in files for row in file.split(b"\n")[1:])])


def survey(*trusts, white="0.25", bme="0.3", ratio="1.2"):
    rows = [
        f"{code},Trust {code},North,Acute,{indicator},{white},{bme},{ratio}"
        for code in trusts
        for indicator in "5678"
    ]
    return "\n".join([SURVEY, *rows]).encode()


def national(value="1.57", year=2016):
    measure = "White/BME appointed from shortlisting"
    return f"{NATIONAL}\n{year},2,{measure},ratio,{value},ratio,a report,verified\n".encode()


def upload(content, name="return.csv"):
    return (io.BytesIO(content), name)
