#include "apps/cli/band/band_command.h"

namespace firstchair::cli {

Result<int> band(const BandOptions& given) {
  BandOptions options = given;
  if (!options.stems.empty() && (options.demo || !options.song.empty()))
    return Error{ErrorCode::usage, "--stems", "they are the song", "Leave the other out"};
  if (!options.stems.empty() && (!options.bars.empty() || options.times > 0))
    return Error{ErrorCode::usage, "--stems", "they are played from beginning to end",
                 "Leave --bars and --times out"};
  if (options.stems.empty() && (!options.beats.empty() || options.varispeed))
    return Error{ErrorCode::usage, options.varispeed ? "--varispeed" : "--beats", "it is for stems",
                 "Add --stems DIR"};
  if (options.stems.empty() && options.demo == !options.song.empty())
    return Error{ErrorCode::usage, "band", options.demo ? "--demo has its own song" : "no song is named",
                 options.demo ? "Leave the other out" : "Name one, or try --demo"};
  if (options.demo && !options.against.empty())
    return Error{ErrorCode::usage, "--demo", "it has its own drummer", "Leave --against out"};
  if (!options.demo && !options.drummer.empty())
    return Error{ErrorCode::usage, "--drummer", "it is for the demo", "Add --demo"};
  if (options.demo && options.render.empty()) options.render = "band.wav";
  if (!options.render.empty() && (options.clock_out || options.transport))
    return Error{ErrorCode::usage, options.transport ? "--transport" : "--clock-out",
                 "it is for playing live", "Leave --render out"};
  if (!options.render.empty()) return band_render(options);
  if (!options.against.empty())
    return Error{ErrorCode::usage, "--against", "where the sound goes is not named", "Add --render OUT.wav"};
  return band_live(options);
}

}  // namespace firstchair::cli
