#include "edit/writers.h"

namespace firstchair::edit {

std::vector<std::string_view> list_formats() {
  return {"otio", "mlt", "edl", "xmeml", "fcpxml"};
}

Result<std::vector<ListFile>> write_lists(const cut::Film& film, const std::vector<std::string>& formats,
                                          const ListConfig& config) {
  const EditList list = list_of(film, config);
  std::vector<ListFile> files;
  for (const std::string& format : formats) {
    if (format == "otio") {
      files.push_back({"film.otio", write_otio(list)});
    } else if (format == "mlt") {
      files.push_back({"film.mlt", write_mlt(list)});
    } else if (format == "xmeml") {
      files.push_back({"film.xml", write_xmeml(list)});
    } else if (format == "fcpxml") {
      files.push_back({"film.fcpxml", write_fcpxml(list)});
    } else if (format == "edl") {
      int number = 0;
      for (std::string& bytes : write_edl(list)) {
        const std::string name = ++number == 1 ? "film.edl" : "film-" + std::to_string(number) + ".edl";
        files.push_back({name, std::move(bytes)});
      }
    } else {
      return Error{ErrorCode::usage, "", "no edit list is called " + format,
                   "otio, mlt, edl, xmeml and fcpxml are"};
    }
  }
  return files;
}

}  // namespace firstchair::edit
