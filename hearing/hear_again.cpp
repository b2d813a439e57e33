#include "hearing/hear_again.h"

#include <vector>

#include "hearing/hear_file.h"
#include "io/files/audio_file.h"

namespace firstchair::hearing {

Result<Take> hear_again(const std::string& sound, SessionConfig config,
                        std::optional<practice::ClickAnnouncer> clicks,
                        const std::optional<practice::ClockLag>& lag) {
  Result<io::AudioFile> file = io::AudioFile::open(sound);
  if (!file) return file.error();
  config.source.kind = SourceKind::audio;
  config.source.rate = file->info().rate;
  config.source.channels = file->info().channels;
  hear_with(ear::WhichEar::file, config);
  Result<Session> session = Session::make(std::move(config));
  if (!session) return session.error();
  const auto second = static_cast<Frames>(session->source().rate);
  // Less than a second at a time: the ear keeps a small number of clicks in mind.
  std::vector<float> block(1 << 12);
  Frames heard = 0;
  while (const std::size_t frames = file->read(block)) {
    if (clicks) {
      for (const practice::AnnouncedClick& click : clicks->push(heard + second + 1, lag))
        session->expect_click(click.expected);
    }
    session->push(std::span<const float>(block).first(frames));
    heard += static_cast<Frames>(frames);
  }
  if (file->broke()) return *file->broke();
  return session->finish();
}

}  // namespace firstchair::hearing
