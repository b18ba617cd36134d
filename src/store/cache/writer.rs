//! Writes an image piece by piece, beside the one that it will replace.

use std::io;

use xxhash_rust::xxh3::xxh3_64;

use super::{
    ALIGNMENT, CacheFolder, CacheKey, Image, Piece,
    disk::{self, Unfinished},
    header::{Header, LENGTH},
    image::Refusal,
};
use crate::domain::Block;

/// An image that is being written. Without [`finish`](Self::finish) nothing stays of it.
///
/// After a failure (a full disk, say) it is best dropped; blocks that it gave stay readable.
#[derive(Debug)]
pub struct Writer {
    unfinished: Unfinished,
    folder: CacheFolder,
    key: CacheKey,
    /// How far it is written.
    end: u64,
}

impl Writer {
    /// Begins one in a folder that is there.
    pub(super) fn new(folder: CacheFolder, key: CacheKey) -> io::Result<Self> {
        let unfinished = Unfinished::new(folder.path(), key.stem())?;
        let mut writer = Self { unfinished, folder, key, end: LENGTH as u64 };
        disk::write_at(&writer.unfinished.file, writer.key.bytes(), writer.end)?;
        writer.end += writer.key.bytes().len() as u64;
        Ok(writer)
    }

    /// Appends some bytes and returns where they are.
    ///
    /// # Errors
    /// Returns what the system says, of a full disk for example.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<Piece> {
        let offset = self.end.next_multiple_of(ALIGNMENT);
        disk::write_at(&self.unfinished.file, bytes, offset)?;
        let len = bytes.len() as u64;
        self.end = offset + len;
        Ok(Piece { offset, len, sum: xxh3_64(bytes) })
    }

    /// Returns what was appended, for use while the rest is still to come: it takes no memory that the system
    /// could not take back.
    ///
    /// # Errors
    /// Fails if there is no such piece, or with what the system says.
    pub fn block(&self, piece: Piece) -> io::Result<Block> {
        let first = LENGTH as u64 + self.key.bytes().len() as u64;
        let end = piece.offset.checked_add(piece.len).filter(|end| *end <= self.end);
        match end {
            // An empty piece may lie behind everything that was written.
            _ if piece.len == 0 => Ok(Block::default()),
            Some(end) if piece.offset >= first => {
                disk::map(&self.unfinished.file, piece.offset..end).map(Block::new)
            }
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// Writes the table of contents, gives the image its name and returns it.
    ///
    /// One that is larger than all of the folder may be is returned too, but not kept.
    ///
    /// # Errors
    /// Returns what the system says; the image that was there before, if any, then stays.
    pub fn finish(mut self, head: &[u8]) -> io::Result<Image> {
        let head = self.append(head)?;
        let header = Header {
            key_len: self.key.bytes().len() as u64,
            key_sum: xxh3_64(self.key.bytes()),
            head_offset: head.offset,
            head_len: head.len,
            head_sum: head.sum,
        };
        let file = &self.unfinished.file;
        // Something may stand behind the end after an append that failed, and nothing may after an empty head.
        file.set_len(header.total())?;
        disk::write_at(file, &header.to_bytes(), 0)?;
        let image = Image::map(file, &header).map_err(|refusal| match refusal {
            Refusal::Absent => io::Error::other("it could not be mapped"),
            Refusal::Odd => io::ErrorKind::InvalidData.into(),
        })?;
        if header.total() <= self.folder.most_bytes() {
            let path = self.folder.path_of(&self.key);
            self.unfinished.rename(&path)?;
            self.folder.make_room(&path);
        }
        Ok(image)
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
