//! Compressed files: gzip (RFC 1952) and Zstandard (RFC 8878), known by their first bytes and not by their names. They are
//! unpacked as they are read, so that memory does not grow with them.

use std::error::Error;
use std::io::{self, BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Gives the text of what may be compressed, and whether it was.
///
/// # Errors
///
/// When the first bytes cannot be read. What is wrong with the compressed data is told when that is read.
pub(crate) fn unpacked(mut reader: Box<dyn Read + Send>) -> io::Result<(Box<dyn Read + Send>, bool)> {
    let mut head = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut head)?;
    let (is_gzip, is_zstd) = (head.starts_with(GZIP), is_zstd(&head));
    let whole = io::Cursor::new(head).chain(reader);
    Ok(match (is_gzip, is_zstd) {
        (true, _) => (Box::new(Told { reader: MultiGzDecoder::new(whole), packing: "gzip" }), true),
        (_, true) => (Box::new(Told { reader: Zstd::new(whole), packing: "zstd" }), true),
        _ => (Box::new(whole), false),
    })
}

/// A frame may be one that is to be skipped: its first byte has sixteen values.
fn is_zstd(head: &[u8]) -> bool {
    head.starts_with(ZSTD) || matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18])
}

/// Says in plain words what is wrong with compressed data.
struct Told<R> {
    reader: R,
    packing: &'static str,
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).map_err(|error| {
            let inner = || causes(&error).filter_map(|error| error.downcast_ref::<io::Error>());
            if error.kind() == io::ErrorKind::Interrupted || error.raw_os_error().is_some() {
                return error;
            }
            // The file itself cannot be read.
            if let Some(number) = inner().find_map(io::Error::raw_os_error) {
                return io::Error::from_raw_os_error(number);
            }
            let is_eof = |error: &io::Error| error.kind() == io::ErrorKind::UnexpectedEof;
            let packing = self.packing;
            let what = if is_eof(&error) || inner().any(is_eof) {
                format!("its {packing} data ends too soon; the file is not whole: fetch or make it again")
            } else {
                format!("its {packing} data is damaged: fetch or make the file again")
            };
            io::Error::new(io::ErrorKind::InvalidData, what)
        })
    }
}

/// What an error comes from, and what that comes from.
fn causes(error: &io::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first = error.get_ref().map(|error| error as &(dyn Error + 'static));
    std::iter::successors(first, |&error| error.source())
}

/// The frames of a Zstandard file, one after the other.
struct Zstd<R> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    is_in_frame: bool,
}

impl<R: Read> Zstd<R> {
    fn new(source: R) -> Self {
        Self { source: BufReader::new(source), decoder: FrameDecoder::new(), is_in_frame: false }
    }

    /// Begins the next frame. False where there is none.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let skipped = io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                    if skipped < u64::from(length) {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() {
            if !self.is_in_frame && !self.begin()? {
                return Ok(0);
            }
            self.is_in_frame = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            self.is_in_frame = false;
            let written = self.decoder.get_checksum_from_data();
            if written.is_some() && written != self.decoder.get_calculated_checksum() {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        Ok(0)
    }
}
