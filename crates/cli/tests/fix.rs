//! `fix`: only what it corrects changes.

mod support;

use std::fs;

use support::{check, ready_line, run, run_on};

const CROOKED: &str = "\u{feff}{ \"signup\" :\r\n\t{\"applicant\":{\"phone_number\":\"0047 999 99 999\"  } ,\r\n  \"x\\u0041\": [1.50, \"\\/\", 1e2],\r\n \"bank_name\": \" S\\u00f8r \\\"Øst\\\" \",\r\n  \"ownership\": {\"owners\": [{\"percentage\": \" 33.30 \"}]} } }\r\n\r\n";

const STRAIGHT: &str = "\u{feff}{ \"signup\" :\r\n\t{\"applicant\":{\"phone_number\":\"+4799999999\"  } ,\r\n  \"x\\u0041\": [1.50, \"\\/\", 1e2],\r\n \"bank_name\": \"Sør \\\"Øst\\\"\",\r\n  \"ownership\": {\"owners\": [{\"percentage\": 33.30}]} } }\r\n\r\n";

#[test]
fn everything_else_stays_byte_for_byte() {
    let said = run_on(&["fix", "-"], CROOKED.as_bytes());
    assert_eq!((said.code, &*said.out), (0, STRAIGHT));
    let told: Vec<_> = said.err.lines().collect();
    assert_eq!(told.len(), 4, "{}", said.err);
    assert!(told[0].starts_with("<stdin>:4:15: /signup/bank_name: trimmed: "), "{}", said.err);
    assert!(
        told[1].contains("5:43: /signup/ownership/owners/0/percentage: number_from_text: "),
        "{}",
        said.err
    );
    assert!(told[2].contains("/signup/applicant/phone_number: separators_removed: "), "{}", said.err);
    assert_eq!(told[3], "<stdin>: 3 values corrected");
    let again = run_on(&["fix", "-"], STRAIGHT.as_bytes());
    assert_eq!((again.code, &*again.out, &*again.err), (0, STRAIGHT, "<stdin>: nothing to correct\n"));
}

#[test]
fn the_fixes_are_those_of_the_core() {
    let value = serde_json::from_str(CROOKED.trim_start_matches('\u{feff}')).unwrap();
    let (canonical, changes) = merchant_signup::canonicalize(&value);
    let fixed = run_on(&["fix"], CROOKED.as_bytes());
    let fixed: serde_json::Value = serde_json::from_str(fixed.out.trim_start_matches('\u{feff}')).unwrap();
    assert_eq!(fixed, canonical);
    assert_eq!(changes.len(), 3);
}

#[test]
fn of_a_repeated_key_the_last_is_corrected() {
    let said = run_on(&["fix"], br#"{"signup": {"bank_name": " a ", "bank_name": " b "}}"#);
    assert_eq!(said.out, r#"{"signup": {"bank_name": " a ", "bank_name": "b"}}"#);
}

#[test]
fn without_write_the_file_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::write(&path, CROOKED).unwrap();
    let said = run(&["fix", path.to_str().unwrap()]);
    assert_eq!((said.code, &*said.out), (0, STRAIGHT));
    assert!(said.err.ends_with("3 values to correct; --write puts them into the file\n"), "{}", said.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), CROOKED);
}

#[cfg(unix)]
#[test]
fn write_keeps_permissions_and_links_and_leaves_nothing_behind() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("a.json"), folder.path().join("link.json"));
    fs::write(&path, CROOKED).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    let said = run(&["fix", "--write", link.to_str().unwrap()]);
    assert_eq!((said.code, &*said.out), (0, ""), "{}", said.err);
    assert!(said.err.ends_with("3 values corrected\n"), "{}", said.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), STRAIGHT);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    // Where there is nothing to correct, the file is not touched at all.
    let before = fs::metadata(&path).unwrap();
    assert_eq!(run(&["fix", "--write", path.to_str().unwrap()]).code, 0);
    assert_eq!(fs::metadata(&path).unwrap().ino(), before.ino());
}

#[test]
fn what_cannot_be_read_is_passed_on() {
    let long = format!("{{\"signup\":{{\"bank_name\":\"{} \"}}}}", "x".repeat(2 << 20));
    for text in ["", "{\"signup\": {\"bank_name\": \" a \"", "[]", &long] {
        let said = run_on(&["fix", "--input", "json"], text.as_bytes());
        assert_eq!((said.code, said.out == text), (1, true), "{}", said.err);
        assert!(said.err.ends_with("nothing was changed\n"), "{}", said.err);
    }
}

#[test]
fn a_batch_is_corrected_line_by_line() {
    let long = "x".repeat(3 << 20);
    let crooked = ready_line().replace("\"DNB\"", "\" DNB \"");
    let input = format!("{crooked}\r\n\n{long}\nbroken\n{crooked}");
    let said = run_on(&["fix", "--input", "ndjson"], input.as_bytes());
    let straight = ready_line();
    assert_eq!(said.code, 1);
    assert!(said.out == format!("{straight}\r\n\n{long}\nbroken\n{straight}"));
    let told: Vec<_> = said.err.lines().map(|line| line.split(": ").next().unwrap()).collect();
    let column = crooked.find("\" DNB").unwrap() + 1;
    assert_eq!(
        told,
        [
            &*format!("<stdin>:1:{column}"),
            "<stdin>:3",
            "<stdin>:4:1",
            &*format!("<stdin>:5:{column}"),
            "<stdin>"
        ]
    );
}

/// Quotation marks that nobody needs, cells that nobody knows, blank lines, and line breaks of two kinds.
const CROOKED_TABLE: &str = concat!(
    "\u{feff}\r\nid;bank_name;\"account_number\";owners[0].percentage;owners[2].percentage;phone_number;x; \n",
    "a;\" Sør \"\"Øst\"\" \";8601 11 17947;\"33,50 %\";;+4799999999; y ; z \r\n",
    "\r\n",
    "\"b\"; DNB\t;\"86011117947\";;66.5%;\"0047 999 99 999\"\n",
    " ; ;;;;;;\n",
    "c;\"DNB\n\";86011117947;51;\" 49,0\";+4799999999;\"\n\";\n\n",
    "d; DNB;86011117947",
);

const STRAIGHT_TABLE: &str = concat!(
    "\u{feff}\r\nid;bank_name;\"account_number\";owners[0].percentage;owners[2].percentage;phone_number;x; \n",
    "a;\"Sør \"\"Øst\"\"\";86011117947;\"33,50\";;+4799999999; y ; z \r\n",
    "\r\n",
    "\"b\";DNB;\"86011117947\";;66.5;\"+4799999999\"\n",
    " ; ;;;;;;\n",
    "c;\"DNB\";86011117947;51;\" 49,0\";+4799999999;\"\n\";\n\n",
    "d;DNB;86011117947",
);

#[test]
fn in_a_table_only_the_cells_change() {
    let said = run_on(&["fix", "--input", "csv"], CROOKED_TABLE.as_bytes());
    assert_eq!((said.code, &*said.out), (0, STRAIGHT_TABLE), "{}", said.err);
    let told: Vec<_> = said.err.lines().map(|line| line.rsplit_once(": ").unwrap().0).collect();
    assert_eq!(
        told,
        [
            "<stdin>:3:3: bank_name: trimmed",
            "<stdin>:3:19: account_number: closed_up",
            "<stdin>:3:33: owners[0].percentage: number_from_text",
            "<stdin>:5:5: bank_name: trimmed",
            "<stdin>:5:26: owners[2].percentage: number_from_text",
            "<stdin>:5:32: phone_number: separators_removed",
            "<stdin>:7:3: bank_name: trimmed",
            "<stdin>:11:3: bank_name: trimmed",
            "<stdin>",
        ]
    );
    assert!(said.err.ends_with("<stdin>: 8 values corrected\n"), "{}", said.err);
    let again = run_on(&["fix", "--input", "csv"], STRAIGHT_TABLE.as_bytes());
    assert_eq!((again.code, &*again.out, &*again.err), (0, STRAIGHT_TABLE, "<stdin>: nothing to correct\n"));
}

#[test]
fn a_table_is_corrected_wherever_reading_stops() {
    let (mut crooked, mut straight) = (String::new(), String::new());
    let mut add = |old: &str, new: &str| {
        crooked.push_str(old);
        straight.push_str(new);
    };
    add("bank_name|phone_number\r\n", "bank_name|phone_number\r\n");
    for number in 0..30_000 {
        let breaks = "\n".repeat(number % 5);
        add(&format!("\"D{breaks}NB \"|+47 {number:08}\r\n"), &format!("\"D{breaks}NB\"|+47{number:08}\r\n"));
    }
    assert!(crooked.len() > 600_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pile.csv");
    fs::write(&path, &crooked).unwrap();
    let said = run(&["fix", "--write", path.to_str().unwrap()]);
    assert_eq!(said.code, 0);
    assert!(fs::read_to_string(&path).unwrap() == straight);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_table_that_cannot_be_read_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pile.csv");
    for (table, why) in [
        (
            &b"bank_name\n DNB\n\"x\n"[..],
            "line 3: a quotation mark is not closed in the row that begins here",
        ),
        (b"name\n DNB\n", "line 1: the first line names no field of a signup"),
        (b"\xff\xfeb\0a\0", "it is UTF-16 text, or no text: save it as CSV in UTF-8"),
    ] {
        fs::write(&path, table).unwrap();
        let said = run(&["fix", "--write", path.to_str().unwrap()]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains(why), "{}", said.err);
        assert_eq!(fs::read(&path).unwrap(), table);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    // A row that is not UTF-8 is passed on as it is, and the others are corrected.
    fs::write(&path, b"bank_name\nS\xf8r \n DNB\n").unwrap();
    let said = run(&["fix", "--write", path.to_str().unwrap()]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("pile.csv:2: is not UTF-8; nothing was changed\n"), "{}", said.err);
    assert_eq!(fs::read(&path).unwrap(), b"bank_name\nS\xf8r \nDNB\n");
}

#[test]
fn a_corrected_table_has_nothing_to_correct_and_no_worse_a_status() {
    // Whatever stands in a cell: what was corrected is read as the correction.
    for separator in [",", ";", "\t"] {
        for cell in
            ["a,b ", " a;b", "\"a,b;c \"", "\"\"\"a\"\" \"", " \"a\" ", "a\t", "\u{a0}x\u{a0}", "' x '"]
        {
            let table = format!("bank_name{separator}account_number\n{cell}{separator}8601 11 17947\n");
            let words =
                ["fix", "--input", "csv", "--separator", if separator == "\t" { "tab" } else { separator }];
            let once = run_on(&words, table.as_bytes());
            let twice = run_on(&words, once.out.as_bytes());
            assert_eq!(once.out, twice.out, "{table:?}");
            assert!(twice.err.ends_with("nothing to correct\n"), "{table:?}: {}", twice.err);
            assert_eq!(once.out.lines().count(), 2, "{table:?}");
        }
    }
}

#[test]
fn what_check_says_can_be_fixed_is_fixed() {
    let said = check(&["faulty.json"], b"");
    assert!(said.out.contains("`merchant-signup fix` takes out what sets the digits apart"), "{}", said.out);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_kept_is_said_and_a_read_only_file_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("a.json"), folder.path().join("b.json"));
    let name = path.to_str().unwrap();
    fs::write(&path, CROOKED).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let said = run(&["fix", "--write", name]);
    assert_eq!(
        (said.code, &*said.err),
        (2, &*format!("merchant-signup: cannot write {name}: it is read-only\n"))
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), CROOKED);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    fs::hard_link(&path, &other).unwrap();
    let said = run(&["fix", "--write", name]);
    assert_eq!(said.code, 0);
    assert!(
        said.err.contains(&format!("{name}: it has other names (hard links), which keep the old text\n")),
        "{}",
        said.err
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), STRAIGHT);
    assert_eq!(fs::read_to_string(&other).unwrap(), CROOKED);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_behind() {
    use std::process::{Command, Stdio};
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let files = || fs::read_dir(folder.path()).unwrap().count();
        let mut program = support::program();
        program.current_dir(folder.path()).args(["check", "--write-baseline", "known.ndjson", "-"]);
        // Standard input stays open, so that the program is in the middle of its work.
        let mut child =
            program.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        while files() == 0 {
            assert_eq!(child.try_wait().unwrap(), None);
            std::thread::yield_now();
        }
        Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.code(), files()), (Some(130), 0), "{signal}");
    }
}
