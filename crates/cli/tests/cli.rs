//! The program as its users meet it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as tests do"
)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use merchant_signup::{Date, Options, check_slice};
use serde_json::{Value, json};
use support::{check, data, program, ready, ready_line, run, run_on};

fn expected(text: &[u8]) -> Value {
    let options = Options::new(Date::new(2026, 11, 22).unwrap());
    serde_json::to_value(check_slice(text, &options)).unwrap()
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

// Exit status.

#[test]
fn ready_is_0_whatever_else_is_said() {
    let said = check(&["ready.json"], b"");
    assert_eq!((said.code, &*said.err), (0, ""), "{}", said.out);
    assert!(said.out.contains("✔ ready.json is ready to send (1 info)"), "{}", said.out);
    let warned = ready().replace("https://", "http://");
    let said = check(&["-"], warned.as_bytes());
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains("warning["), "{}", said.out);
}

#[test]
fn not_ready_is_1_and_so_is_what_cannot_be_read() {
    let texts: &[&[u8]] = &[b"{\"signup\":{}}", b"", b" \n", b"\xFF\xFE", b"{\"signup\"", b"[]", b"{}"];
    for text in texts {
        for format in ["human", "json", "ndjson", "sarif", "junit", "github", "html"] {
            let said = check(&["--format", format], text);
            assert_eq!((said.code, &*said.err), (1, ""), "{text:?} {format}");
            assert!(!said.out.is_empty(), "{text:?} {format}");
        }
    }
    let said = check(&["--format", "json"], b"");
    assert_eq!(parse(&said.out)["issues"][0]["code"], "document.malformed");
}

#[test]
fn what_could_not_be_done_is_2_in_one_line() {
    let cases: &[&[&str]] = &[
        &["check", "no-such-file.json"],
        &["check", "--level", "all", "ready.json"],
        &["check", "--profile", "us", "ready.json"],
        &["check", "--today", "yesterday", "ready.json"],
        &["check", "--today", "2026-02-30", "ready.json"],
        &["check", "--format", "xml", "ready.json"],
        &["check", "--nonsense"],
        &["check", "-", "-"],
        &["fix", "no-such-file.json"],
        &["fix", "--write"],
        &["fix", "."],
        &["fix", "--write", "--diff", "faulty.json"],
        &["explain", "account_number.lenght"],
        &["completions", "cmd"],
        &["chek"],
    ];
    for args in cases {
        let said = run(args);
        assert_eq!((said.code, &*said.out), (2, ""), "{args:?}: {}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{args:?}: {}", said.err);
        assert!(said.err.starts_with("merchant-signup: "), "{args:?}: {}", said.err);
        assert!(!said.err.contains("os error"), "{args:?}: {}", said.err);
    }
}

#[test]
fn no_permission_is_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("closed.json");
    fs::write(&path, "{}").unwrap();
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // Nothing is closed to an administrator.
    }
    let said = check(&[path.to_str().unwrap()], b"");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("permission denied"), "{}", said.err);
}

#[test]
fn one_that_cannot_be_opened_does_not_stop_the_others() {
    for format in ["human", "json", "ndjson", "sarif", "junit", "github"] {
        let said = check(&["--format", format, "no-such-file.json", "faulty.json"], b"");
        assert_eq!(said.code, 2, "{format}");
        assert_eq!(said.err, "merchant-signup: cannot read no-such-file.json: there is no such file\n");
        assert!(said.out.contains("account_number.checksum"), "{format}: {}", said.out);
    }
    let said = check(&["--format", "json", "no-such-file.json", "ready.json"], b"");
    assert_eq!(parse(&said.out).as_array().unwrap().len(), 1);
}

#[test]
fn help_and_version_are_answers() {
    for args in [&["--help"][..], &["check", "--help"], &["help", "fix"], &["--version"]] {
        let said = run(args);
        assert_eq!((said.code, &*said.err), (0, ""), "{args:?}");
        assert!(!said.out.is_empty());
    }
    let said = run(&[]);
    assert_eq!((said.code, &*said.out), (2, ""));
    assert!(said.err.contains("merchant-signup check signup.json"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let line = "{\"signup\":{}}\n";
    for format in ["human", "json", "ndjson", "sarif", "junit", "github"] {
        let mut program = program();
        program.args(["check", "--format", format, "--details", "1000000", "--input", "ndjson", "-"]);
        let mut child =
            program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The input stays open: the program must not wait for its end.
        let writer =
            std::thread::spawn(move || while stdin.write_all(line.repeat(1000).as_bytes()).is_ok() {});
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let status = child.wait().unwrap();
        writer.join().unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((status.code(), &*err), (Some(141), ""), "{format}");
    }
}

// Formats.

#[test]
fn json_of_one_is_the_report_itself() {
    for name in ["ready.json", "faulty.json"] {
        let said = check(&["--format", "json", name], b"");
        assert_eq!(parse(&said.out), expected(&fs::read(data(name)).unwrap()));
    }
}

#[test]
fn json_of_several_is_an_array_with_sources() {
    let said = check(&["--format", "json", "ready.json", "-", "faulty.json"], b"{}");
    let faulty = fs::read(data("faulty.json")).unwrap();
    assert_eq!(
        parse(&said.out),
        json!([
            {"source": "ready.json", "report": expected(ready().as_bytes())},
            {"source": "-", "report": expected(b"{}")},
            {"source": "faulty.json", "report": expected(&faulty)},
        ])
    );
    assert_eq!((said.code, &*said.err), (1, ""));
    let said = check(&["--format", "json", "no-such-file.json", "nor-this.json"], b"");
    assert_eq!(parse(&said.out), json!([]));
}

#[test]
fn ndjson_is_a_line_for_each() {
    let said = check(&["--format", "ndjson", "ready.json", "-"], b"{}\n\nbroken\n");
    let lines: Vec<_> = said.out.lines().map(parse).collect();
    let options = Options::new(Date::new(2026, 11, 22).unwrap());
    let broken = serde_json::to_value(check_slice(b"broken", &options).at_line(3)).unwrap();
    assert_eq!(broken["issues"][0]["params"]["line"], 3, "the line of the pile");
    assert_eq!(
        lines,
        [
            json!({"source": "ready.json", "line": 1, "report": expected(ready().as_bytes())}),
            json!({"source": "-", "line": 1, "report": expected(b"{}")}),
            json!({"source": "-", "line": 3, "report": broken}),
        ]
    );
}

#[test]
fn sarif_follows_its_schema() {
    let mut schema = parse(&fs::read_to_string(data("sarif-schema-2.1.0.json")).unwrap());
    // The published pattern has a bracket too many, which a strict reader of schemas refuses.
    for place in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{place}/properties/language")).unwrap();
        language.as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let batch = format!("{}\n{{\"signup\":{{}}}}\nbroken\n{{\"a b\":1,\"c d\":2}}\n", ready_line());
    let cases: &[(&[&str], &[u8])] = &[
        (&["ready.json", "faulty.json"], b""),
        (&["-"], batch.as_bytes()),
        (&["-"], b"\xFF"),
        (&["no-such-file.json"], b""),
        (&["--account", "X", "faulty.json"], b""),
    ];
    for (args, input) in cases {
        let said = check(&[&["--format", "sarif"], *args].concat(), input);
        let log = parse(&said.out);
        let errors: Vec<_> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{args:?}: {errors:?}");
        let run = &log["runs"][0];
        assert_eq!(run["invocations"][0]["executionSuccessful"], said.code != 2);
        let results = run["results"].as_array().unwrap();
        let mut prints: Vec<_> =
            results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
        prints.sort();
        prints.dedup();
        assert_eq!(prints.len(), results.len(), "{args:?}");
    }
    let one = check(&["--format", "sarif", "faulty.json"], b"");
    assert_eq!(one.out, check(&["--format", "sarif", "faulty.json"], b"").out);
    let checksum = parse(&one.out)["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|result| result["ruleId"] == "account_number.checksum")
        .unwrap()
        .clone();
    assert_eq!(
        checksum["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": {"uri": "faulty.json"},
            "region": {"startLine": 13, "startColumn": 23, "endLine": 13, "endColumn": 36},
        })
    );
    assert_eq!(
        checksum["locations"][0]["logicalLocations"][0]["fullyQualifiedName"],
        "/signup/account_number"
    );
}

#[test]
fn junit_has_a_suite_for_each_signup() {
    let said = check(&["--format", "junit", "ready.json", "faulty.json", "-"], b"<&>\"");
    assert!(is_well_formed(&said.out), "{}", said.out);
    assert_eq!(said.out.matches("<testsuite ").count(), 3);
    assert!(said.out.contains("<testsuite name=\"ready.json\" tests=\"9\" failures=\"0\""), "{}", said.out);
    assert!(said.out.contains("<testsuite name=\"faulty.json\" tests=\"9\" failures=\"7\""), "{}", said.out);
    assert!(
        said.out.contains("<testsuite name=\"&lt;stdin&gt;\" tests=\"1\" failures=\"1\""),
        "{}",
        said.out
    );
    assert!(said.out.contains("faulty.json:13:23: error: "), "{}", said.out);
}

/// Whether every tag is closed in its turn.
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    for piece in xml.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { return false };
        let ok = match tag.strip_prefix('/') {
            Some(name) => open.pop() == Some(name),
            None if tag.starts_with('?') || tag.ends_with('/') => true,
            None => {
                open.push(tag.split(' ').next().unwrap_or_default());
                true
            }
        };
        if !ok || text.contains('>') {
            return false;
        }
    }
    open.is_empty()
}

#[test]
fn github_gets_commands() {
    let said = check(&["--format", "github", "faulty.json", "--locale", "nb"], b"");
    assert_eq!(said.code, 1);
    assert!(said.out.lines().all(|line| line.starts_with("::")), "{}", said.out);
    let start =
        "::error file=faulty.json,line=13,endLine=13,col=23,endColumn=36,title=account_number.checksum::";
    assert!(said.out.contains(start), "{}", said.out);
    assert!(said.out.contains("::notice "), "{}", said.out);
}

#[test]
fn messages_come_in_the_language_asked_for() {
    let said = check(&["--format", "json", "--locale", "nb", "faulty.json"], b"");
    let english = check(&["--format", "json", "faulty.json"], b"");
    let message = |text: &str| parse(text)["issues"][0]["message"].clone();
    assert_ne!(message(&said.out), message(&english.out));
    let output = program()
        .args(["check", "--today", "2026-11-22", "--format", "json", "faulty.json"])
        .env("LANG", "nb_NO.UTF-8")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), said.out);
}

#[test]
fn options_reach_the_check() {
    let said = check(
        &[
            "--format",
            "json",
            "--level",
            "contract",
            "--profile",
            "eu-amlr-2027",
            "--account",
            "X",
            "ready.json",
        ],
        b"",
    );
    let report = parse(&said.out);
    assert_eq!((&report["level"], &report["profile"]), (&json!("contract"), &json!("eu-amlr-2027")));
    assert_eq!(
        (&report["today"], &report["issues"][0]["code"]),
        (&json!("2026-11-22"), &json!("account_id.format"))
    );
    let human = check(&["--account", "X", "ready.json"], b"");
    assert!(human.out.contains("--account"), "{}", human.out);
    // Without a day there is one all the same: the system's.
    let said = run(&["check", "--format", "json", "ready.json"]);
    assert_ne!(parse(&said.out)["today"], "2026-11-21");
}

// Input.

#[test]
fn standard_input_is_one_signup_or_many() {
    let report = |input: &str| parse(&check(&["--format", "json"], input.as_bytes()).out);
    assert!(report(&ready()).is_object());
    assert!(report(&ready_line()).is_object());
    assert!(report(&format!("{}\n", ready_line())).is_object());
    assert_eq!(report("{}\n{}\n").as_array().unwrap().len(), 2);
    assert_eq!(report("{}\nbroken\n").as_array().unwrap().len(), 2);
    assert_eq!(report("broken\n{}\n").as_array().unwrap().len(), 2);
    assert!(report("{\n  \"signup\": {},\n  {}\n").is_object());
    let said = check(&["--format", "json", "--input", "json"], b"{}\n{}\n");
    assert_eq!(parse(&said.out)["status"], "malformed");
    let said = check(&["--format", "json", "--input", "ndjson"], b"{}");
    assert_eq!(parse(&said.out)[0]["line"], 1);
}

#[test]
fn a_file_is_a_batch_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, is_batch) in [("a.ndjson", true), ("a.JSONL", true), ("a.json", false), ("a", false)] {
        let path = folder.path().join(name);
        fs::write(&path, "{}\n").unwrap();
        let said = check(&["--format", "json", path.to_str().unwrap()], b"");
        assert_eq!(parse(&said.out).is_array(), is_batch, "{name}");
    }
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_no_matter() {
    let text = format!("\u{feff}{}", ready().replace('\n', "\r\n"));
    assert_eq!(check(&["-"], text.as_bytes()).code, 0);
    let batch = format!("\u{feff}{0}\r\n\r\n{0}\r\n", ready_line());
    let said = check(&["--format", "ndjson"], batch.as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.out.lines().map(|line| parse(line)["line"].clone()).collect::<Vec<_>>(), [1, 3]);
}

// Batches.

#[test]
fn a_batch_is_answered_in_order_and_loses_no_line() {
    let mut input = Vec::new();
    for number in 0..20_000 {
        match number % 5 {
            0 => input.extend_from_slice(ready_line().as_bytes()),
            1 => input.extend_from_slice(b"{\"signup\":{}}"),
            2 => input.extend_from_slice(b"{\"signup\""),
            3 => input.extend_from_slice(b"\xFF\xFF"),
            _ => {}
        }
        input.push(b'\n');
    }
    let said = check(&["--format", "ndjson", "-"], &input);
    assert_eq!(said.code, 1);
    let mut lines = said.out.lines();
    for number in (0..20_000).filter(|number| number % 5 != 4) {
        let answer = parse(lines.next().unwrap());
        assert_eq!(answer["line"], number + 1);
        let status = ["ready", "incomplete", "malformed", "malformed"][number % 5];
        assert_eq!(answer["report"]["status"], status, "{number}");
    }
    assert_eq!(lines.next(), None);
    assert!(said.err.contains("16,000 signups"), "{}", said.err);
    let array = check(&["--format", "json", "-"], &input);
    assert_eq!(parse(&array.out).as_array().unwrap().len(), 16_000);
}

#[test]
fn a_line_over_the_limit_is_reported_and_passed_over() {
    let long = format!("{{\"signup\":{{\"bank_name\":\"{}\"}}}}", "x".repeat(3 << 20));
    let input = format!("{}\n{long}\n{}\n{long}", ready_line(), ready_line());
    for args in [&["--format", "ndjson", "-"][..], &["--format", "ndjson", "--input", "ndjson", "-"]] {
        let said = check(args, input.as_bytes());
        let answers: Vec<_> = said.out.lines().map(parse).collect();
        let statuses: Vec<_> = answers.iter().map(|answer| &answer["report"]["status"]).collect();
        assert_eq!(statuses, ["ready", "malformed", "ready", "malformed"]);
        assert_eq!(answers[1]["report"]["issues"][0]["code"], "document.too_large");
    }
    // In front too.
    let said = check(&["--format", "ndjson"], format!("{long}\n{}\n", ready_line()).as_bytes());
    assert_eq!(said.out.lines().count(), 2);
}

#[test]
fn a_batch_ends_with_a_summary_by_code() {
    let input = format!("{}\n{{\"signup\":{{}}}}\n{{\"signup\":{{}}}}\nbroken\n", ready_line());
    let said = check(&["--details", "1", "-"], input.as_bytes());
    assert_eq!((said.code, &*said.err), (1, ""));
    assert!(said.out.contains("<stdin>:2:2"), "{}", said.out);
    assert!(said.out.contains("2 more that are not ready"), "{}", said.out);
    assert!(said.out.contains("  2  error    applicant.phone_number.required\n"), "{}", said.out);
    assert!(said.out.ends_with("✘ <stdin>: 4 signups: 1 ready, 2 incomplete, 1 malformed\n"), "{}", said.out);
    let said = check(&["--details", "0", "-"], input.as_bytes());
    assert!(!said.out.contains("╭▸"), "{}", said.out);
    let said = check(&["--input", "ndjson", "-"], b"\n\n");
    assert_eq!((said.code, &*said.out), (1, "✘ <stdin>: no signup\n"));
}

#[test]
fn the_generator_makes_what_it_says() {
    // The example is built with the tests.
    let mut path = std::path::PathBuf::from(env!("CARGO_BIN_EXE_merchant-signup"));
    path.set_file_name("examples");
    path.push(format!("generate{}", std::env::consts::EXE_SUFFIX));
    if !path.exists() {
        return;
    }
    let generate = || {
        std::process::Command::new(&path).args(["--count", "3000", "--seed", "7"]).output().unwrap().stdout
    };
    let batch = generate();
    assert_eq!(batch, generate());
    let said = check(&["--details", "0", "-"], &batch);
    for part in ["3,000 signups", " ready", " incomplete", " invalid", " malformed"] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
}

// Positions.

/// Line and column of the issues with a code.
fn positions(text: &str, code: &str) -> Vec<(u64, u64)> {
    let said = check(&["--format", "sarif", "--input", "json", "-"], text.as_bytes());
    let log = parse(&said.out);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |result: &Value| {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        (region["startLine"].as_u64().unwrap(), region["startColumn"].as_u64().unwrap())
    };
    results.iter().filter(|result| result["ruleId"] == code).map(of).collect()
}

#[test]
fn columns_count_characters() {
    let text = "{ \"signup\": {\r\n  \"bank_name\": \"Sør-Øst 🏦\", \"account_number\": \"1\",\r\n \"bank\\u005fname\": \"\\\"æ\\u0001\" } }";
    assert_eq!(positions(text, "account_number.length"), [(2, 47)]);
    assert_eq!(positions(text, "document.duplicate_key"), [(3, 2)]);
    assert_eq!(positions(text, "bank_name.unsafe_characters"), [(3, 20)]);
    // What is missing belongs into the object whose key is pointed at.
    assert_eq!(positions(text, "applicant.phone_number.required"), [(1, 3)]);
    assert_eq!(positions("{}", "signup.required"), [(1, 1)]);
    assert_eq!(positions("{\"signup\": null}", "signup.required"), [(1, 12)]);
}

#[test]
fn keys_that_are_not_repeated_are_pointed_at() {
    let text = "{\"signup\":{},\n \"z z\": 1,\n \"a a\": 2,\n \"z z\": 3}";
    // In the order of the report, by the bytes of the keys; the first of one that is repeated, and its last.
    assert_eq!(positions(text, "document.unknown_field"), [(3, 2), (2, 2)]);
    assert_eq!(positions(text, "document.duplicate_key"), [(4, 2)]);
}

#[test]
fn what_breaks_off_is_pointed_at() {
    assert_eq!(positions("{\"signup\": [1", "document.malformed"), [(1, 13)]);
    assert_eq!(positions("{\"signup\":\n {æ}", "document.malformed"), [(2, 3)]);
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(40), "]".repeat(40));
    assert_eq!(positions(&deep, "document.too_deep"), [(1, 37)]);
}

#[test]
fn lines_of_a_batch_are_those_of_the_file() {
    let input = format!("{}\n\n{{\"signup\":\n{{\"signup\":[]}}\n", ready_line());
    let said = check(&["--format", "github", "-"], input.as_bytes());
    assert!(said.out.contains("line=4,endLine=4,col=11,endColumn=13,title=signup.type"), "{}", said.out);
    assert!(said.out.contains("line=3,endLine=3"), "{}", said.out);
}

#[test]
fn human_output_points_and_explains() {
    let path = data("faulty.txt");
    let said = check(&["faulty.json"], b"");
    assert_eq!(said.code, 1);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &said.out).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert_eq!(said.out, expected, "UPDATE_EXPECTED=1 writes {} anew", path.display());
}

// What people typed.

#[test]
fn what_machines_read_repeats_nothing_that_was_typed() {
    let mut planted: Value = serde_json::from_str(&ready()).unwrap();
    fn plant(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(plant),
            Value::Object(map) => map.values_mut().for_each(plant),
            _ => *value = json!("tOkEn7391"),
        }
    }
    plant(&mut planted);
    planted["signup"]["tOkEn7391 key"] = json!({"tOkEn7391": "tOkEn7391"});
    let pretty = format!("{planted:#}");
    let broken = pretty.replacen(':', "", 1);
    let batch = format!("{planted}\n{}\n{planted}\n", planted.to_string().replace(':', ""));
    for text in [&pretty, &broken, &batch] {
        for format in ["json", "ndjson", "sarif", "junit", "github"] {
            let said = check(&["--format", format, "--account", "tOkEn7391", "-"], text.as_bytes());
            assert_eq!(said.code, 1);
            assert!(
                !said.out.contains("tOkEn7391") && !said.err.contains("tOkEn7391"),
                "{format}: {}",
                said.out
            );
        }
        let said = run_on(&["fix", "-"], text.as_bytes());
        assert!(!said.err.contains("tOkEn7391"), "{}", said.err);
    }
}

// The other commands.

#[test]
fn the_catalogue_has_every_code() {
    let json = run(&["rules", "--format", "json", "--locale", "sv"]);
    let rules = parse(&json.out);
    let markdown = run(&["rules"]);
    let codes: Vec<_> = merchant_signup::catalogue().map(|rule| rule.code.to_string()).collect();
    assert_eq!(rules.as_array().unwrap().len(), codes.len());
    for (rule, code) in rules.as_array().unwrap().iter().zip(&codes) {
        assert_eq!(rule["code"], code.as_str());
        for key in ["severity", "kind", "doc", "message"] {
            assert!(rule[key].as_str().is_some_and(|text| !text.is_empty()), "{code}: {key}");
        }
        assert!(markdown.out.contains(&format!("| `{code}` |")), "{code}");
        let said = run(&["explain", code]);
        assert_eq!((said.code, said.out.lines().next()), (0, Some(code.as_str())));
    }
}

#[test]
fn a_mistyped_code_is_guessed() {
    let near = run(&["explain", "account_number.lenght"]);
    assert!(near.err.contains("did you mean `account_number.length`?"), "{}", near.err);
    let part = run(&["explain", "total_exceeds_100"]);
    assert!(part.err.contains("`ownership.owners.total_exceeds_100`"), "{}", part.err);
    let field = run(&["explain", "revenue.currency"]);
    assert!(field.err.contains("revenue.currency.required"), "{}", field.err);
    let none = run(&["explain", "weather"]);
    assert!(none.err.contains("merchant-signup rules"), "{}", none.err);
}

#[test]
fn the_schema_takes_what_is_ready() {
    for level in ["submission", "contract"] {
        let said = run(&["schema", "--level", level]);
        let validator = jsonschema::validator_for(&parse(&said.out)).unwrap();
        assert!(validator.is_valid(&parse(&ready())), "{level}");
        assert!(!validator.is_valid(&json!({"signup": {}})), "{level}");
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let said = run(&["completions", shell]);
        assert_eq!(said.code, 0);
        assert!(said.out.contains("explain"), "{shell}");
    }
}

#[test]
fn manual_pages_say_what_help_says() {
    let program = run(&["man"]);
    assert_eq!((program.code, &*program.err), (0, ""));
    for command in ["check", "fix", "schema", "rules", "explain", "man", "completions"] {
        assert!(program.out.contains(&format!("merchant\\-signup\\-{command}(1)")), "{}", program.out);
        let page = run(&["man", command]);
        assert_eq!((page.code, &*page.err), (0, ""), "{command}");
        assert!(page.out.contains(&format!(".TH merchant-signup-{command} 1")), "{}", page.out);
    }
    let check = run(&["man", "check"]);
    for option in ["\\-\\-only", "\\-\\-files\\-from", "Exit status", "141"] {
        assert!(check.out.contains(option), "{option}: {}", check.out);
    }
    assert_eq!(run(&["man", "chek"]).code, 2);
}
