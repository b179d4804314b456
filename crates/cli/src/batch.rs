//! Many signups, one on each line or in each row: read in blocks, checked on all cores, answered in their order.
//!
//! Block n goes to worker n modulo the number of workers, and the answers are taken in the same turn: so they are in
//! order without being collected. Whatever waits stands in channels of a fixed length, in pieces of a fixed size, so that
//! memory is bounded however long the file is and however much there is to say of a line.

use std::io::{self, Read};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};
use merchant_signup::MAXIMUM_BYTES;

use crate::tally::Tally;

/// How many bytes a block of lines or rows has; one with a single line may have more.
const BLOCK: usize = 256 * 1024;

/// How many bytes of answers are handed over at once, at least.
const PIECE: usize = 64 * 1024;

/// How many blocks and pieces may wait for each worker.
const WAITING: usize = 2;

/// More workers than this would only wait for the one that reads.
const MOST_WORKERS: usize = 16;

/// A line over the limit is cut behind this: enough for the core to see that it is too large.
const CUT: usize = MAXIMUM_BYTES + 2;

/// What is done with the documents in a text.
pub(crate) trait Work: Sync {
    /// Checks every document, counts it, and writes what there is to say of it. False where nobody listens any more.
    fn block(&self, first_line: u64, text: &[u8], tally: &mut Tally, answers: &mut Answers<'_>) -> bool;
}

/// How a text is cut into blocks of whole documents.
pub(crate) trait Cut: Send {
    /// Looks for the ends of documents in the text that was just read, and says where the first and the last of them are. A document
    /// ends behind its line break.
    fn ends(&mut self, text: &[u8]) -> Option<(usize, usize)>;

    /// Whether a document that is over the limit may be cut.
    ///
    /// # Errors
    ///
    /// When it may not: then nothing that follows can be read.
    fn cut_at(&self, line: u64) -> io::Result<()>;

    /// Sees the last document, which the end of the text has ended.
    ///
    /// # Errors
    ///
    /// When it is not whole.
    fn end(&mut self, rest: &[u8], first_line: u64) -> io::Result<()>;
}

/// Documents that are lines.
#[derive(Debug)]
pub(crate) struct LineEnds;

impl Cut for LineEnds {
    fn ends(&mut self, text: &[u8]) -> Option<(usize, usize)> {
        let first = memchr(b'\n', text)?;
        Some((first + 1, memrchr(b'\n', text).unwrap_or(first) + 1))
    }

    fn cut_at(&self, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _: &[u8], _: u64) -> io::Result<()> {
        Ok(())
    }
}

/// What there is to say, handed over in heaps.
#[derive(Debug)]
pub(crate) struct Answers<'a> {
    pub(crate) out: Vec<u8>,
    /// How many bytes are handed over at once, at least.
    piece: usize,
    pieces: &'a SyncSender<Piece>,
}

impl Answers<'_> {
    /// Hands over what is enough for a piece. False where nobody listens any more.
    pub(crate) fn pass_on(&mut self) -> bool {
        self.out.len() < self.piece || self.pieces.send(Piece::Answers(std::mem::take(&mut self.out))).is_ok()
    }
}

/// Where the answers go.
pub(crate) trait Sink {
    /// Takes some answers, in the order of the lines.
    fn take(&mut self, answers: &[u8]);
    /// So many bytes of the input have been dealt with.
    fn advance(&mut self, bytes: u64);
}

/// Whole documents of the input.
pub(crate) struct Block {
    pub(crate) first_line: u64,
    pub(crate) text: Vec<u8>,
    /// How many bytes of the input it stands for.
    bytes: u64,
}

#[derive(Debug)]
enum Piece {
    Answers(Vec<u8>),
    End { tally: Tally, bytes: u64 },
}

/// Checks every document, and counts. Answers are handed over in heaps, or one at a time. What is read begins on the `first_line` of
/// its file.
///
/// Where the reader fails, what was read until then is checked.
pub(crate) fn check(
    reader: impl Read + Send,
    (cut, first_line): (impl Cut, u64),
    each: &impl Work,
    one_at_a_time: bool,
    sink: &mut impl Sink,
) -> (Tally, io::Result<()>) {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_WORKERS);
    let piece = if one_at_a_time { 1 } else { PIECE };
    let mut total = Tally::default();
    let read = thread::scope(|scope| {
        let mut blocks = Vec::with_capacity(workers);
        let mut answers = Vec::with_capacity(workers);
        for _ in 0..workers {
            let (block_in, block_out) = sync_channel(WAITING);
            let (piece_in, piece_out) = sync_channel(WAITING);
            blocks.push(block_in);
            answers.push(piece_out);
            scope.spawn(move || work(&block_out, &piece_in, each, piece));
        }
        let reading = scope.spawn(move || read_blocks(reader, cut, first_line, &blocks));
        // The first worker in the turn that has nothing more ends it: blocks are dealt out in the same turn.
        for pieces in answers.iter().cycle() {
            if !take_block(pieces, &mut total, sink) {
                break;
            }
        }
        reading.join()
    });
    (total, read.unwrap_or_else(|_| Err(io::Error::other("reading broke off"))))
}

/// Takes all that there is to say of one block. False where there is no further block.
fn take_block(pieces: &Receiver<Piece>, total: &mut Tally, sink: &mut impl Sink) -> bool {
    loop {
        match pieces.recv() {
            Ok(Piece::Answers(answers)) => sink.take(&answers),
            Ok(Piece::End { tally, bytes }) => {
                total.add(&tally);
                sink.advance(bytes);
                return true;
            }
            Err(_) => return false,
        }
    }
}

/// Checks blocks until there are no more.
fn work(blocks: &Receiver<Block>, pieces: &SyncSender<Piece>, each: &impl Work, piece: usize) {
    for block in blocks {
        let mut tally = Tally::default();
        let mut answers = Answers { out: Vec::new(), piece, pieces };
        if !each.block(block.first_line, &block.text, &mut tally, &mut answers) {
            return;
        }
        if !answers.out.is_empty() && pieces.send(Piece::Answers(answers.out)).is_err() {
            return;
        }
        if pieces.send(Piece::End { tally, bytes: block.bytes }).is_err() {
            return;
        }
    }
}

/// The lines of a block, without their ends.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    memchr_iter(b'\n', text).chain([text.len()]).map(move |end| {
        let line = text.get(start..end).unwrap_or_default();
        start = end + 1;
        line.strip_suffix(b"\r").unwrap_or(line)
    })
}

/// Reads blocks of whole documents, and deals them out.
fn read_blocks(
    mut reader: impl Read,
    cut: impl Cut,
    first_line: u64,
    workers: &[SyncSender<Block>],
) -> io::Result<()> {
    let mut turn = workers.iter().cycle();
    let mut blocks = Blocks::new(cut, first_line);
    loop {
        let (block, end) = blocks.read(&mut reader)?;
        if let Some(block) = block {
            // A worker that is gone has panicked; the one that takes the answers notices.
            if turn.next().is_none_or(|worker| worker.send(block).is_err()) {
                return Ok(());
            }
        }
        if end {
            return Ok(());
        }
    }
}

/// Cuts what is read into blocks of whole documents.
pub(crate) struct Blocks<C> {
    cut: C,
    next_line: u64,
    /// The beginning of a document whose end has not been read yet.
    rest: Vec<u8>,
    /// How many bytes of that line were left out, since it is over the limit.
    left_out: u64,
}

impl<C: Cut> Blocks<C> {
    /// Of what begins on a line of its file.
    pub(crate) const fn new(cut: C, first_line: u64) -> Self {
        Self { cut, next_line: first_line, rest: Vec::new(), left_out: 0 }
    }

    /// Reads once, and gives the whole documents that there are now, if any; true at the end.
    pub(crate) fn read(&mut self, reader: &mut impl Read) -> io::Result<(Option<Block>, bool)> {
        let mut text = std::mem::take(&mut self.rest);
        let before = text.len();
        text.resize(before + BLOCK, 0);
        let count = loop {
            match reader.read(text.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        text.truncate(before + count);
        if count == 0 {
            self.cut.end(&text, self.next_line)?;
            return Ok(((!text.is_empty()).then(|| self.block(text)), true));
        }
        let fresh = text.get(before..).unwrap_or_default();
        let Some((first_end, last_end)) = self.cut.ends(fresh) else {
            self.keep(text)?;
            return Ok((None, false));
        };
        let rest = text.split_off(before + last_end);
        let first_break = first_end.saturating_sub(1);
        if before + first_break > CUT {
            self.cut.cut_at(self.next_line)?;
            // The first line ends here, and is over the limit.
            self.left_out += u64::try_from(before + first_break - CUT).unwrap_or_default();
            text.drain(CUT..before + first_break);
        }
        let block = self.block(text);
        self.keep(rest)?;
        Ok((Some(block), false))
    }

    fn block(&mut self, text: Vec<u8>) -> Block {
        let first_line = self.next_line;
        let breaks = memchr_iter(b'\n', &text).count();
        self.next_line += u64::try_from(breaks).unwrap_or_default();
        let bytes = u64::try_from(text.len()).unwrap_or_default() + std::mem::take(&mut self.left_out);
        Block { first_line, text, bytes }
    }

    /// Keeps the beginning of a line, as much as is needed of it.
    fn keep(&mut self, mut rest: Vec<u8>) -> io::Result<()> {
        if rest.len() > CUT {
            self.cut.cut_at(self.next_line)?;
            self.left_out += u64::try_from(rest.len() - CUT).unwrap_or_default();
            rest.truncate(CUT);
        }
        rest.shrink_to_fit();
        self.rest = rest;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads in pieces of a size that does not suit the lines.
    struct Pieces<'t>(&'t [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            let (piece, rest) = self.0.split_at(count);
            buffer[..count].copy_from_slice(piece);
            self.0 = rest;
            Ok(count)
        }
    }

    fn blocks(text: &[u8], size: usize) -> Vec<Block> {
        let mut reader = Pieces(text, size);
        let mut lines = Blocks::new(LineEnds, 1);
        let mut blocks = Vec::new();
        loop {
            let (block, end) = lines.read(&mut reader).unwrap();
            blocks.extend(block);
            if end {
                return blocks;
            }
        }
    }

    #[test]
    fn blocks_are_whole_lines() {
        let text = b"one\ntwo\n\nfour\r\nfive";
        for size in 1..30 {
            let blocks = blocks(text, size);
            let joined: Vec<u8> = blocks.iter().flat_map(|block| block.text.clone()).collect();
            assert_eq!(joined, text, "{size}");
            let mut line = 1;
            for block in &blocks {
                assert_eq!(block.first_line, line, "{size}");
                line += block.text.iter().filter(|byte| **byte == b'\n').count() as u64;
            }
        }
    }

    #[test]
    fn a_line_over_the_limit_is_cut_and_counted() {
        let long = vec![b'x'; 3 * MAXIMUM_BYTES];
        let text = [b"a\n".as_slice(), &long, b"\nb\n", &long].concat();
        for size in [1000, 64 * 1024, BLOCK, usize::MAX] {
            let blocks = blocks(&text, size);
            assert!(blocks.iter().all(|block| block.text.len() <= CUT + 2 * BLOCK), "{size}");
            assert_eq!(blocks.iter().map(|block| block.bytes).sum::<u64>(), text.len() as u64, "{size}");
            let joined: Vec<u8> = blocks.iter().flat_map(|block| block.text.clone()).collect();
            let lengths: Vec<_> = joined.split(|byte| *byte == b'\n').map(<[u8]>::len).collect();
            assert_eq!(lengths, [1, CUT, 1, CUT], "{size}");
        }
    }
}
