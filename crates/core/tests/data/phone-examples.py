"""Writes phone-examples.tsv: what libphonenumber says of its own example numbers.

    pip install phonenumbers==9.0.43        # the version that crates/core/data/phone-lengths.tsv is from
    python crates/core/tests/data/phone-examples.py > crates/core/tests/data/phone-examples.tsv

For every region and type of number that has an example: the example, the same with its last digit repeated, and the same
without its last digit. Columns: the number; region and type of the example; what `is_possible_number_with_reason` says of the
number, read from its international form without a region; `same` where that reading formats back to the same string, else
what it formats to (a prefix was stripped).
"""

import phonenumbers as p

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


def examples():
    for region in sorted(p.SUPPORTED_REGIONS):
        for kind in sorted(p.supported_types_for_region(region)):
            yield region, kind, p.example_number_for_type(region, kind)
    for code in sorted(p.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        yield "001", p.PhoneNumberType.UNKNOWN, p.example_number_for_non_geo_entity(code)


print(f"# libphonenumber's example numbers, one digit longer and shorter too; metadata {p.__version__}; by phone-examples.py")
print("# number\tregion\ttype\tverdict\tformats_back")
seen = set()
for region, kind, number in examples():
    if number is None:
        continue
    text = p.format_number(number, p.PhoneNumberFormat.E164)
    for variant in (text, text + text[-1], text[:-1]):
        if variant not in seen:
            seen.add(variant)
            print(variant, region, TYPES[kind], *verdict(variant), sep="\t")
