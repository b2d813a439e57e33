// The writers: an EditList as the files of other programs. docs/formats/edit_lists.md says what each holds,
// and which programs were seen to read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "edit/list.h"
#include "engine/core/result.h"

namespace firstchair::edit {

std::string write_otio(const EditList& list);    // OpenTimelineIO
std::string write_mlt(const EditList& list);     // MLT XML: Shotcut, Kdenlive, melt
std::string write_fcpxml(const EditList& list);  // Final Cut Pro X, version 1.9
std::string write_xmeml(const EditList& list);   // Final Cut Pro 7 XML, version 4: Premiere, Resolve
// CMX 3600 holds 999 events of one track of pictures a file; the first track is written.
std::vector<std::string> write_edl(const EditList& list);

// A ListFile is to be written: "film.otio" and its bytes.
struct ListFile {
  std::string name, bytes;
};

// Returns the formats' names, as --list takes them: otio, mlt, edl, xmeml, fcpxml.
std::vector<std::string_view> list_formats();
// Returns the files of the formats. Errors: usage (a name that is no format's).
Result<std::vector<ListFile>> write_lists(const cut::Film& film, const std::vector<std::string>& formats,
                                          const ListConfig& config);

}  // namespace firstchair::edit
