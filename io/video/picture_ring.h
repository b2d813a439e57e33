// A PictureRing is memory that two processes share: this side writes what is wanted into it, and the decoder
// in the cage writes the pictures, as samples come (io/files/sample_ring.h). The pipe says that a picture is
// there. Of the ring the reading side looks at pictures only, at no index and no size of the other's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "io/video/picture.h"

namespace firstchair::video {

class PictureRing {
 public:
  static constexpr std::size_t kMostWishes = std::size_t{1} << 21;

  // The reader makes it. It returns nothing when there is no memory, or when more is wanted than can be.
  static std::optional<PictureRing> make(const Wanted& wanted);
  // The writer joins it by a descriptor of it; nothing when this is no such ring.
  static std::optional<PictureRing> join(int descriptor);
  PictureRing(PictureRing&& other) noexcept;
  PictureRing& operator=(PictureRing&&) = delete;
  ~PictureRing();

  int descriptor() const { return descriptor_; }  // -1 after join()

  // For the reader: copies the oldest picture, and lets it be written again.
  void take(std::span<std::uint8_t> into);

  // The rest is for the writer.
  int width() const { return width_; }
  int height() const { return height_; }
  Fit fit() const { return fit_; }
  std::size_t wishes() const { return wishes_; }
  Wish wish(std::size_t i) const;
  std::span<std::uint8_t> wait_for_picture();  // until one may be written
  void end_picture() { ++pictures_; }

 private:
  struct Head;
  PictureRing() = default;

  std::uint8_t* memory_ = nullptr;
  std::size_t bytes_ = 0;
  int descriptor_ = -1;
  int width_ = 0, height_ = 0;
  Fit fit_ = Fit::usual;
  std::size_t wishes_ = 0, slots_ = 0, first_ = 0;  // first_: where the pictures begin
  std::uint32_t pictures_ = 0;                      // that this side has read or written
  Head& head() const;
};

}  // namespace firstchair::video
