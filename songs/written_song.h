// A WrittenSong is a song as it is written, before its repeats are played out: what every reader of songs
// makes first.
#pragma once

#include <string>
#include <vector>

#include "charts/score/written_score.h"
#include "engine/band/song.h"
#include "songs/song_read.h"

namespace firstchair::songs {

// What a song's measure holds besides meter, tempi and flow, in ticks from its start.
struct SongMeasure {
  std::vector<band::ChordAt> chords;
  std::string section;  // begins here
  std::vector<band::MarkAt> marks;
  std::vector<std::vector<band::PartNote>> notes;  // by part; may have fewer lists than there are parts
};

struct WrittenSong {
  std::string title, composer, style, key;
  int follow = -1;
  // Both are of one length; `score` has the meters, tempi, repeats and the drums' notes.
  charts::WrittenScore score;
  std::vector<SongMeasure> measures;
  std::vector<band::Part> parts;  // their names and programs; the notes are the measures'
};

inline constexpr std::size_t kMaxSongBars = 10'000;
inline constexpr std::size_t kMaxBarChords = 64;  // of a text song

// Plays the song out. Every song returned passes check_song(). A chord that is written again directly after
// itself stays one chord. Errors: those of lay_out, unsupported without a chord and a note, too_large over
// 10,000 bars.
Result<SongRead> play_out(WrittenSong written);

// Puts a song that was played out already into order, and its drums beside it. Every song returned passes
// check_song(). Errors: unsupported without a chord and a note.
Result<SongRead> finished(band::Song song, std::optional<Chart> drums, charts::Remarks& remarks);

}  // namespace firstchair::songs
