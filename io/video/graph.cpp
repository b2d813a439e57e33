#include "io/video/graph.h"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace firstchair::video {

OwnedFilters make_graph(const AVFrame& like, AVRational base, const std::string& filters,
                        AVFilterContext*& in, AVFilterContext*& out) {
  OwnedFilters graph(avfilter_graph_alloc());
  if (!graph) return nullptr;
  graph->nb_threads = 1;
  in = avfilter_graph_alloc_filter(graph.get(), avfilter_get_by_name("buffer"), "in");
  out = avfilter_graph_alloc_filter(graph.get(), avfilter_get_by_name("buffersink"), "out");
  AVBufferSrcParameters* how = av_buffersrc_parameters_alloc();
  if (in == nullptr || out == nullptr || how == nullptr) {
    av_free(how);
    return nullptr;
  }
  how->format = like.format;
  how->width = like.width;
  how->height = like.height;
  how->time_base = base;
  how->sample_aspect_ratio = like.sample_aspect_ratio;
  bool made = av_buffersrc_parameters_set(in, how) >= 0;
  av_free(how);
  made = made && avfilter_init_str(in, nullptr) >= 0 && avfilter_init_str(out, nullptr) >= 0;
  AVFilterInOut *from = avfilter_inout_alloc(), *to = avfilter_inout_alloc();
  if (made && from != nullptr && to != nullptr) {
    *from = {.name = av_strdup("in"), .filter_ctx = in, .pad_idx = 0, .next = nullptr};
    *to = {.name = av_strdup("out"), .filter_ctx = out, .pad_idx = 0, .next = nullptr};
    made = avfilter_graph_parse_ptr(graph.get(), filters.c_str(), &to, &from, nullptr) >= 0 &&
           avfilter_graph_config(graph.get(), nullptr) >= 0;
  }
  avfilter_inout_free(&from);
  avfilter_inout_free(&to);
  return made ? std::move(graph) : nullptr;
}

bool push(AVFilterContext* in, AVFrame& frame) {
  return av_buffersrc_add_frame_flags(in, &frame, AV_BUFFERSRC_FLAG_KEEP_REF) >= 0;
}
void push_end(AVFilterContext* in) {
  if (av_buffersrc_add_frame_flags(in, nullptr, 0) < 0) return;
}
bool pull(AVFilterContext* out, AVFrame& frame) {
  return av_buffersink_get_frame(out, &frame) >= 0;
}
AVRational time_base_of(const AVFilterContext* out) {
  return av_buffersink_get_time_base(out);
}

}  // namespace firstchair::video
