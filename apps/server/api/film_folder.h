// This file knows the folder that `firstchair cut` writes: cut.json, and beside it what is made of it. When a
// cut was moved, what stands there is of the cuts before until it is written anew. The program uses it, too.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "io/files/cage.h"

namespace firstchair::server {

// Reads a cut.json; `files` are those that it may name outside of its folder. Errors: as edit::read_cut(),
// not_found, unreadable.
Result<cut::Film> read_film(const std::filesystem::path& cut_json, const std::vector<std::string>& files);

// Returns the film with names of files that are whole; those of cut.json are below its folder.
cut::Film with_whole_names(cut::Film film, const std::filesystem::path& folder);

// Returns the formats (edit::list_formats()) whose edit lists stand in the folder.
std::vector<std::string> lists_in(const std::filesystem::path& folder);
// Returns those of them that are byte for byte what this film's are: nobody changed them. Names of the film's
// files are whole.
std::vector<std::string> lists_of(const cut::Film& film, const std::filesystem::path& folder);

// Writes the edit lists of these formats and returns their names. With `force` it replaces those that are
// there, and removes a second CMX file that is not needed any more. Errors: unwritable, usage (no such
// format).
Result<std::vector<std::string>> write_film_lists(const cut::Film& film, const std::filesystem::path& folder,
                                                  const std::vector<std::string>& formats, bool force);

// Writes film.html (report/page/film_page.h) with the distances that residuals.csv holds. Errors: unwritable.
Result<Done> write_film_page(const cut::Film& film, const std::filesystem::path& folder, bool force);

// Writes anew whatever a rendering makes beside the film: edit lists, page and sheet, where they stand there.
// Returns their names. Errors: unwritable, those of reading the cameras.
Result<std::vector<std::string>> write_beside(const cut::Film& film, const std::filesystem::path& folder,
                                              const io::Cage& cage);

// What stands in the folder and is of other cuts than cut.json's: edit lists, since they hold something else;
// pictures, since they are older.
struct OfOtherCuts {
  std::vector<std::string> with_film;  // film.otio, film.html, sheet.png: a rendering writes them anew
  std::vector<std::string> burnt;      // burn.mp4, clips: the program makes them, and no page
  bool empty() const { return with_film.empty() && burnt.empty(); }
};
OfOtherCuts of_other_cuts(const cut::Film& film, const std::filesystem::path& folder);

}  // namespace firstchair::server
