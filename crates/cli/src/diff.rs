//! What a correction changes, as a unified diff.

use std::fmt::Write;

/// How many lines are shown around what changes.
const AROUND: usize = 3;

/// The two lines in front of a file's changes.
pub(crate) fn head(title: &str) -> String {
    format!("--- {title}\n+++ {title}\n")
}

/// The changes between two texts, and the line of its file that each begins on.
pub(crate) fn changes((old, first): (&str, usize), (new, new_first): (&str, usize)) -> String {
    let (before, after) = (old.split_inclusive('\n').count(), new.split_inclusive('\n').count());
    if before != after {
        // A cell of a table has lost a line break: what belongs to what, only the whole shows.
        let mut page = format!("@@ -{first},{before} +{new_first},{after} @@\n");
        old.split_inclusive('\n').for_each(|old| line(&mut page, '-', old));
        new.split_inclusive('\n').for_each(|new| line(&mut page, '+', new));
        return page;
    }
    let lines: Vec<_> = old.split_inclusive('\n').zip(new.split_inclusive('\n')).collect();
    let changed: Vec<_> =
        lines.iter().enumerate().filter(|(_, (old, new))| old != new).map(|(index, _)| index).collect();
    let mut page = String::new();
    for near in changed.chunk_by(|one, next| next - one <= 2 * AROUND) {
        let (Some(from), Some(to)) = (near.first(), near.last()) else { continue };
        let (from, to) = (from.saturating_sub(AROUND), (to + 1 + AROUND).min(lines.len()));
        let (start, new_start, count) = (first + from, new_first + from, to - from);
        let _ = writeln!(page, "@@ -{start},{count} +{new_start},{count} @@");
        let mut rest = lines.get(from..to).unwrap_or_default();
        while let Some(((old, new), behind)) = rest.split_first() {
            if old == new {
                line(&mut page, ' ', old);
                rest = behind;
                continue;
            }
            let run = rest.iter().take_while(|(old, new)| old != new).count();
            let (run, behind) = rest.split_at(run);
            run.iter().for_each(|(old, _)| line(&mut page, '-', old));
            run.iter().for_each(|(_, new)| line(&mut page, '+', new));
            rest = behind;
        }
    }
    page
}

fn line(page: &mut String, mark: char, line: &str) {
    page.push(mark);
    page.push_str(line);
    if !line.ends_with('\n') {
        page.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_stand_among_their_lines() {
        let old: String = (1..=20).map(|number| format!("{number}\n")).collect();
        let new = old.replace("2\n3\n", "two\n3\n").replace("19\n20\n", "19\ntwenty");
        let old = old.trim_end();
        assert_eq!(
            changes((old, 1), (&new, 1)),
            "@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n\
             @@ -17,4 +17,4 @@\n 17\n 18\n 19\n-20\n\\ No newline at end of file\n+twenty\n\\ No newline at end of file\n"
        );
        assert_eq!(
            changes(("a", 7), ("b", 7)),
            "@@ -7,1 +7,1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
        );
        assert_eq!(changes(("a\nb\n", 1), ("a\nb\n", 1)), "");
        assert_eq!(changes(("\"a\n\",b\n", 7), ("\"a\",b\n", 6)), "@@ -7,2 +6,1 @@\n-\"a\n-\",b\n+\"a\",b\n");
    }
}
