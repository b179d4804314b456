"""Writes phone-trunk.tsv: the country calling codes at which a 0 is dialled in front of a number inside the country.

    pip install phonenumbers==9.0.43 regex
    python crates/core/data/phone-trunk.py > crates/core/data/phone-trunk.tsv

`never`: libphonenumber's patterns, in all descriptions of all regions of the code, admit no number that begins with 0, so that
a 0 behind the code is the trunk prefix. `sometimes`: some do, so that it may be part of the number.
"""

import phonenumbers as p
import regex
from phonenumbers import PhoneMetadata

DESCRIPTIONS = (
    "general_desc fixed_line mobile pager personal_number premium_rate shared_cost standard_rate toll_free uan voicemail voip "
    "no_international_dialling carrier_specific emergency short_code sms_services"
).split()


def regions(code):
    for region in p.COUNTRY_CODE_TO_REGION_CODE[code]:
        if region == "001":
            yield PhoneMetadata.metadata_for_nongeo_region(code)
        else:
            yield PhoneMetadata.metadata_for_region(region)


def admits_zero(region):
    descriptions = (getattr(region, name, None) for name in DESCRIPTIONS)
    patterns = (d.national_number_pattern for d in descriptions if d is not None)
    # A partial match: "0" is the beginning of something that the pattern matches.
    return any(pattern and regex.fullmatch(pattern, "0", partial=True) for pattern in patterns)


print(f"# calling codes whose trunk prefix is 0; libphonenumber metadata {p.__version__} (PyPI phonenumbers); by phone-trunk.py")
print("# calling_code\ttrunk_prefix\tnumbers_begin_with_it")
for code in sorted(p.COUNTRY_CODE_TO_REGION_CODE):
    known = list(regions(code))
    if known[0].national_prefix == "0":
        print(code, "0", "sometimes" if any(map(admits_zero, known)) else "never", sep="\t")
