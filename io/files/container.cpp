#include "io/files/container.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/log.h>
}

#include <unistd.h>

#include <cerrno>

namespace firstchair::io {
namespace {

int read_from(void* user, std::uint8_t* into, int bytes) {
  while (true) {
    const ssize_t got = ::read(static_cast<const Input*>(user)->fd, into, static_cast<std::size_t>(bytes));
    if (got > 0) return static_cast<int>(got);
    if (got == 0) return AVERROR_EOF;
    if (errno != EINTR) return AVERROR(errno);
  }
}
std::int64_t seek_in(void* user, std::int64_t offset, int whence) {
  const auto* input = static_cast<const Input*>(user);
  if ((whence & AVSEEK_SIZE) != 0) return input->bytes;
  return ::lseek(input->fd, offset, whence & ~AVSEEK_FORCE);
}
// Whatever a file asks to be opened beside it is not.
int open_nothing(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EACCES);
}

}  // namespace

Container open_container(const Input& given, const char* containers, const char* codecs) {
  constexpr int kBuffer = 1 << 16;
  av_log_set_level(AV_LOG_QUIET);
  Container opened;
  opened.input = std::make_unique<Input>(given);
  opened.bytes.reset(avio_alloc_context(static_cast<unsigned char*>(av_malloc(kBuffer)), kBuffer, 0,
                                        opened.input.get(), read_from, nullptr,
                                        given.seekable ? seek_in : nullptr));
  AVFormatContext* format = opened.bytes ? avformat_alloc_context() : nullptr;
  if (format == nullptr) return opened;
  format->pb = opened.bytes.get();
  format->flags |= AVFMT_FLAG_CUSTOM_IO;
  format->io_open = open_nothing;
  AVDictionary* only = nullptr;
  av_dict_set(&only, "format_whitelist", containers, 0);
  av_dict_set(&only, "codec_whitelist", codecs, 0);
  av_dict_set(&only, "protocol_whitelist", "", 0);
  const std::string name = "take" + (given.ending.empty() ? "" : "." + given.ending);
  if (avformat_open_input(&format, name.c_str(), nullptr, &only) >= 0)
    opened.format.reset(format);  // else it is freed
  av_dict_free(&only);
  return opened;
}

}  // namespace firstchair::io
