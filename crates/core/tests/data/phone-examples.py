"""Writes phone-examples.tsv: what libphonenumber says of its own example numbers.

    pip install phonenumbers==9.0.43        # the version that crates/core/data/phone-lengths.tsv is from
    python crates/core/tests/data/phone-examples.py > crates/core/tests/data/phone-examples.tsv

For every region and type of number that has an example: the example, the same with its last digit repeated, the same without its
last digit, and the same with a 0 behind the country code. Columns: the number; region and type of the example; what
`is_possible_number_with_reason` says of the number, read from its international form without a region; `same` where that reading
formats back to the same string, else what it formats to (a prefix was stripped); `valid` where the patterns hold the number, as it
is written, of a region or of a type, else `-`.
"""

import re

import phonenumbers as p
from phonenumbers import PhoneMetadata

DESCRIPTIONS = (
    "general_desc fixed_line mobile pager personal_number premium_rate shared_cost toll_free uan voicemail voip"
).split()

REASONS = {
    getattr(p.ValidationResult, name): name for name in dir(p.ValidationResult) if name.isupper()
}
TYPES = {getattr(p.PhoneNumberType, name): name for name in dir(p.PhoneNumberType) if name.isupper()}


def verdict(text):
    try:
        number = p.parse(text)
    except p.NumberParseException:
        return "UNREADABLE", "same"
    back = p.format_number(number, p.PhoneNumberFormat.E164)
    return REASONS[p.is_possible_number_with_reason(number)], "same" if back == text else back


def is_held_valid(code, national):
    """Whether a pattern of any description of any region of the code matches all of the national number."""
    for region in p.COUNTRY_CODE_TO_REGION_CODE[code]:
        if region == "001":
            known = PhoneMetadata.metadata_for_nongeo_region(code)
        else:
            known = PhoneMetadata.metadata_for_region(region)
        for name in DESCRIPTIONS:
            description = getattr(known, name, None)
            pattern = description.national_number_pattern if description is not None else None
            if pattern and re.fullmatch(pattern, national):
                return True
    return False


def examples():
    for region in sorted(p.SUPPORTED_REGIONS):
        for kind in sorted(p.supported_types_for_region(region)):
            yield region, kind, p.example_number_for_type(region, kind)
    for code in sorted(p.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        yield "001", p.PhoneNumberType.UNKNOWN, p.example_number_for_non_geo_entity(code)


print(f"# libphonenumber's example numbers, one digit longer and shorter, and with a 0 behind the country code; metadata {p.__version__}; by phone-examples.py")
print("# number\tregion\ttype\tverdict\tformats_back\tpatterns")
seen = set()
for region, kind, number in examples():
    if number is None:
        continue
    text = p.format_number(number, p.PhoneNumberFormat.E164)
    start = f"+{number.country_code}"
    for variant in (text, text + text[-1], text[:-1], f"{start}0{text[len(start):]}"):
        if variant not in seen:
            seen.add(variant)
            held = "valid" if is_held_valid(number.country_code, variant[len(start):]) else "-"
            print(variant, region, TYPES[kind], *verdict(variant), held, sep="\t")
