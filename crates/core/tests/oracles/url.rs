use core::net::{Ipv4Addr, Ipv6Addr};

use merchant_signup_core::formats::{Fault, url};

use super::generated::{Difference, Oracle, Ours, anything, characters, one_of, pieces, slip, word_of};

/// What is known of a web address that can be read.
#[derive(Debug, PartialEq)]
struct Facts {
    insecure: bool,
    public: bool,
}

/// Why it is none.
#[derive(Debug, PartialEq)]
enum Refusal {
    Unreadable,
    Credentials,
}

fn judge(text: &str) -> (Result<Facts, Refusal>, Result<Facts, Refusal>) {
    let ours = match url::check(text) {
        Ok(facts) => Ok(Facts { insecure: facts.insecure, public: !facts.not_public }),
        Err(Fault::Credentials) => Err(Refusal::Credentials),
        Err(_) => Err(Refusal::Unreadable),
    };
    (ours, theirs(text))
}

fn theirs(text: &str) -> Result<Facts, Refusal> {
    let url = ::url::Url::parse(text).map_err(|_| Refusal::Unreadable)?;
    let host = url.host().filter(|_| matches!(url.scheme(), "http" | "https")).ok_or(Refusal::Unreadable)?;
    if !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty()) {
        return Err(Refusal::Credentials);
    }
    let public = match host {
        ::url::Host::Domain(name) => is_public_name(name),
        ::url::Host::Ipv4(address) => is_public_v4(address),
        ::url::Host::Ipv6(address) => {
            address.to_ipv4_mapped().map_or_else(|| is_public_v6(address), is_public_v4)
        }
    };
    Ok(Facts { insecure: url.scheme() == "http", public })
}

fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let top = name.rsplit('.').next().unwrap_or_default();
    name.contains('.') && !["local", "test", "invalid", "localhost", "internal"].contains(&top)
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(address.octets(), [0 | 10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [169, 254, ..])
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, ..] = address.segments();
    !(u128::from(address) <= 1 || first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80)
}

/// The host of a web address, as it is written.
fn host(text: &str) -> &str {
    let rest = text.split_once(':').map_or("", |(_, rest)| rest.trim_start_matches(['/', '\\']));
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        reason: "white space around it and line ends within are a slip that we show; it takes them away",
        ours: Ours::Refuses,
        applies: |text| text != text.trim() || text.chars().any(char::is_control),
        example: " https://example.no",
    },
    Difference {
        reason: "an empty label is in no name that DNS knows",
        ours: Ours::Refuses,
        applies: |text| {
            // As it is read: percent-encoding undone, full stops of other scripts as dots, without what cannot be seen.
            let is_seen = |c: &char| !matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}');
            let name: String = host(text).replace("%2e", ".").chars().filter(is_seen).collect();
            let name = name.replace(['。', '\u{FF0E}', '\u{FF61}'], ".");
            !host(text).is_empty() && name.strip_suffix('.').unwrap_or(&name).split('.').any(str::is_empty)
        },
        example: "https://a..no",
    },
    Difference {
        reason: "no host on the internet has other characters of ASCII than letters, digits, dots, hyphens and underscores: a comma \
                 is a slip",
        ours: Ours::Refuses,
        applies: |text| {
            let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            let read = ::url::Url::parse(text);
            read.is_ok_and(|url| url.domain().is_some_and(|name| name.chars().any(|c| !is_of_a_name(c))))
        },
        example: "https://shop,no",
    },
    Difference {
        reason: "a host that is itself http or https is a scheme that was pasted twice",
        ours: Ours::Refuses,
        applies: |text| {
            ::url::Url::parse(text)
                .is_ok_and(|url| matches!(url.domain(), Some("http" | "https" | "http." | "https.")))
        },
        example: "https://https://example.no",
    },
    Difference {
        reason: "behind an address another one was pasted: the first is judged, and a warning is given",
        ours: Ours::Either,
        applies: |text| url::check(text).is_ok_and(|facts| facts.several),
        example: "https://example.no:80, https://example.com",
    },
    Difference {
        reason: "Punycode is not decoded and judged: a table too many, and wrongly refusing is worse",
        ours: Ours::Accepts,
        applies: |text| host(text).to_ascii_lowercase().contains("xn--"),
        example: "https://xn--a.no",
    },
    Difference {
        reason: "IDNA's tables of characters: likewise",
        ours: Ours::Accepts,
        applies: |text| !host(text).is_ascii() || host(text).contains('%'),
        example: "https://a\u{378}.no",
    },
    Difference {
        reason: "IDNA turns circled digits and the like to digits of an address; nobody writes one so",
        ours: Ours::Refuses,
        applies: |text| {
            let url = ::url::Url::parse(text);
            !host(text).is_ascii() && url.is_ok_and(|url| matches!(url.host(), Some(::url::Host::Ipv4(_))))
        },
        example: "https://①.1",
    },
    Difference {
        reason: "IDNA reads styled letters as letters: of a host that is not public nothing warns then",
        ours: Ours::Either,
        applies: |text| {
            let (ours, theirs) = judge(text);
            !host(text).is_ascii()
                && ours.is_ok_and(|facts| facts.public)
                && theirs.is_ok_and(|facts| !facts.public)
        },
        example: "https://shop.ⓛocal",
    },
];

#[test]
fn of_chosen_addresses_verdicts_are_the_crate_urls() {
    for text in [
        "https://example.no",
        "http:example.no",
        "https:/example.no",
        "https:\\/example.no",
        "https:///a@b:80/",
        "https://a:b@c:d@e.no",
        "https://1.2.3",
        "https://1.2.3.4.",
        "https://1.2.3.4.0",
        "https://0x",
        "https://0x.1",
        "https://1.0x",
        "https://09",
        "https://1.09",
        "https://00000000000",
        "https://4294967295",
        "https://4294967296",
        "https://0x1ffffffff",
        "https://a.0x1ffffffff",
        "https://1.0x",
        "https://a.0xg",
        "https://1.16777215",
        "https://1.16777216",
        "https://1.2.65535",
        "https://1.2.65536",
        "https://[1:2:3:4:5:6:7:8]",
        "https://[::1.2.3.4]",
        "https://[::1.2.3.04]",
        "https://[1::2::3]",
        "https://[::ffff:192.168.0.1]",
        "https://[1:2:3:4:5:6:7::8]",
        "https://[1:2:3:4::5:6:7:8]",
        "https://[::1:2:3:4:5:6:7:8]",
        "https://[1:2:3:4:5:6:7::]",
        "https://[1:2:3:4:5:6:1.2.3.4]",
        "https://[1:2:3:4:5:6:7:1.2.3.4]",
        "https://[::1.2.3.4.5]",
        "https://[::1.2.3.256]",
        "https://[::00001]",
        "https://example.no:0",
        "https://example.no:00000000080",
        "https://example.no:65535",
        "https://example.no:65536",
        "https://a_b.no",
        "https://a!b@a_b.no",
        "https://-a-.no",
        "https://a b.no",
        "https://a^b.no",
        "https://a|b.no",
        "https://%31%32%37.1",
    ] {
        let (ours, theirs) = judge(text);
        assert_eq!(ours, theirs, "{text:?}");
    }
}

/// What hosts, and all of an address, are made of.
const PIECES: &[&str] = &[
    "http",
    "https",
    "HTTPS",
    "ftp",
    ":",
    "//",
    "/",
    "\\",
    "?",
    "#",
    "@",
    ":80",
    ":99999",
    ".",
    "a",
    "example",
    ".no",
    "no",
    "localhost",
    ".local",
    "127.0.0.1",
    "0x7f",
    "017",
    "256",
    "1",
    "[::1]",
    "[fe80::1]",
    "[",
    "]",
    " ",
    "\n",
    "%61",
    "%2e",
    "%",
    "å",
    "。",
    "\u{AD}",
    "-",
    "_",
    "xn--",
    "user:pass@",
    "192.168.",
    ".ⓛocal",
    ".ｌocal",
    "10.",
];

#[test]
fn verdicts_are_the_crate_urls() {
    Oracle { format: "url", library: "url", differences: DIFFERENCES }.hold(judge, |rng| {
        match rng.u8(..16) {
            0..=4 => address(rng),
            5 | 6 => {
                let address = address(rng);
                slip(rng, &address, "aZ0.-_:/\\?#@[]% \t<>^|{}xå。")
            }
            7..=9 => {
                let start = one_of(rng, &["https://", "http://", "https:", ""]);
                let count = rng.usize(..7);
                format!("{start}{}", pieces(rng, PIECES, count))
            }
            10 | 11 => {
                let length = rng.usize(1..=16);
                format!("http://{}", characters(rng, "0123456789abcdefx..", length))
            }
            12 | 13 => format!("http://[{}]", address_of_six(rng)),
            14 => {
                let length = rng.usize(..24);
                let host: String = (0..length).map(|_| rng.char(' '..='~')).collect();
                format!("https://{host}")
            }
            _ => anything(rng, 40),
        }
    });
}

fn address(rng: &mut fastrand::Rng) -> String {
    let scheme = word_of(rng, r"https:// https:// https:// http:// HTTPS:// https: https:\\ ftp:// ws://");
    let user = if rng.u8(..8) == 0 { word_of(rng, "kari@ kari:secret@ :@ @ a@b@") } else { "" };
    let host = match rng.u8(..8) {
        0 => format!("{}.{}.{}.{}", rng.u16(..260), rng.u8(..), rng.u8(..), rng.u8(..)),
        1 => word_of(
            rng,
            "localhost shop.local 10.0.0.1 192.168.0.1 169.254.1.1 172.20.0.1 0x7f.1 [::1] [fd00::1] intranet a.test x.internal.",
        )
        .to_owned(),
        _ => {
            let mut name: String = (0..rng.usize(1..=4)).map(|_| label(rng) + ".").collect();
            name.push_str(one_of(rng, &["no", "com", "no.", "co.uk", "1", ""]));
            name
        }
    };
    let port = if rng.u8(..4) == 0 { word_of(rng, ": :0 :80 :443 :8443 :65535 :65536 :8o") } else { "" };
    let rest = one_of(rng, &["", "/", "/terms", "/vilkår?a=b#c", "?a@b", "#a", "/a b", "\\x", "/%zz"]);
    format!("{scheme}{user}{host}{port}{rest}")
}

fn label(rng: &mut fastrand::Rng) -> String {
    let length = rng.usize(1..=8);
    match rng.u8(..16) {
        // Marks, right-to-left letters, ligatures, what cannot be seen, and what is no letter.
        0 => characters(rng, "aå\u{300}\u{378}ⓐK\u{200D}אבد①１．。⒈℀😀ßς\u{AD}\u{E000}﷽", length),
        1 => (0..length).map(|_| rng.char('\u{A0}'..)).collect(),
        _ => {
            let alphabet = one_of(rng, &["abcdefno", "abcXYZ019", "abc-_019", "abcæøåéß", "äöüабв中文"]);
            characters(rng, alphabet, length)
        }
    }
}

/// Groups of an IPv6 address, mostly about as many as there should be.
fn address_of_six(rng: &mut fastrand::Rng) -> String {
    let mut text = one_of(rng, &["", "", "", "::", ":"]).to_owned();
    for _ in 0..rng.usize(..=8) {
        let most = if rng.u8(..8) == 0 { 5 } else { 4 };
        let length = rng.usize(1..=most);
        text.push_str(&characters(rng, "00123456789abcdefF", length));
        text.push_str(one_of(rng, &[":", ":", ":", ":", "::", ""]));
    }
    if rng.u8(..4) == 0 {
        let four = format!("{}.{}.{}.{}", rng.u16(..270), rng.u8(..), rng.u8(..), rng.u8(..));
        text.push_str(&four);
    }
    text
}
