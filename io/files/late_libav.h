// FFmpeg's functions that read sound and films, loaded when they are called (io/late/late.h).
#pragma once

#include <cstdint>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avstring.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/hwcontext.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
#include <libavutil/samplefmt.h>
#include <libswresample/swresample.h>
}

#include "io/late/late.h"

namespace firstchair::io {

// This loads libavformat, libavcodec, libavutil and libswresample.
extern late::Libraries libav;

inline namespace late_libav {

// These are of libavformat.
FIRSTCHAIR_LATE(libav, av_find_best_stream);
FIRSTCHAIR_LATE(libav, av_interleaved_write_frame);
FIRSTCHAIR_LATE(libav, av_read_frame);
FIRSTCHAIR_LATE(libav, av_seek_frame);
FIRSTCHAIR_LATE(libav, av_stream_get_side_data);
FIRSTCHAIR_LATE(libav, av_write_trailer);
FIRSTCHAIR_LATE(libav, avformat_alloc_context);
FIRSTCHAIR_LATE(libav, avformat_alloc_output_context2);
FIRSTCHAIR_LATE(libav, avformat_close_input);
FIRSTCHAIR_LATE(libav, avformat_find_stream_info);
FIRSTCHAIR_LATE(libav, avformat_free_context);
FIRSTCHAIR_LATE(libav, avformat_index_get_entries_count);
FIRSTCHAIR_LATE(libav, avformat_index_get_entry_from_timestamp);
FIRSTCHAIR_LATE(libav, avformat_new_stream);
FIRSTCHAIR_LATE(libav, avformat_open_input);
FIRSTCHAIR_LATE(libav, avformat_seek_file);
FIRSTCHAIR_LATE(libav, avformat_write_header);
FIRSTCHAIR_LATE(libav, avio_alloc_context);
FIRSTCHAIR_LATE(libav, avio_closep);
FIRSTCHAIR_LATE(libav, avio_context_free);
FIRSTCHAIR_LATE(libav, avio_flush);
FIRSTCHAIR_LATE(libav, avio_open);

// These are of libavcodec.
FIRSTCHAIR_LATE(libav, av_packet_alloc);
FIRSTCHAIR_LATE(libav, av_packet_free);
FIRSTCHAIR_LATE(libav, av_packet_rescale_ts);
FIRSTCHAIR_LATE(libav, av_packet_unref);
FIRSTCHAIR_LATE(libav, avcodec_alloc_context3);
FIRSTCHAIR_LATE(libav, avcodec_find_decoder);
FIRSTCHAIR_LATE(libav, avcodec_find_encoder);
FIRSTCHAIR_LATE(libav, avcodec_find_encoder_by_name);
FIRSTCHAIR_LATE(libav, avcodec_flush_buffers);
FIRSTCHAIR_LATE(libav, avcodec_free_context);
FIRSTCHAIR_LATE(libav, avcodec_open2);
FIRSTCHAIR_LATE(libav, avcodec_parameters_from_context);
FIRSTCHAIR_LATE(libav, avcodec_parameters_to_context);
FIRSTCHAIR_LATE(libav, avcodec_receive_frame);
FIRSTCHAIR_LATE(libav, avcodec_receive_packet);
FIRSTCHAIR_LATE(libav, avcodec_send_frame);
FIRSTCHAIR_LATE(libav, avcodec_send_packet);

// These are of libavutil.
FIRSTCHAIR_LATE(libav, av_buffer_unref);
FIRSTCHAIR_LATE(libav, av_calloc);
FIRSTCHAIR_LATE(libav, av_channel_layout_compare);
FIRSTCHAIR_LATE(libav, av_channel_layout_copy);
FIRSTCHAIR_LATE(libav, av_channel_layout_default);
FIRSTCHAIR_LATE(libav, av_dict_free);
FIRSTCHAIR_LATE(libav, av_dict_get);
FIRSTCHAIR_LATE(libav, av_dict_set);
FIRSTCHAIR_LATE(libav, av_display_matrix_flip);
FIRSTCHAIR_LATE(libav, av_display_rotation_get);
FIRSTCHAIR_LATE(libav, av_frame_alloc);
FIRSTCHAIR_LATE(libav, av_frame_apply_cropping);
FIRSTCHAIR_LATE(libav, av_frame_free);
FIRSTCHAIR_LATE(libav, av_frame_get_buffer);
FIRSTCHAIR_LATE(libav, av_frame_make_writable);
FIRSTCHAIR_LATE(libav, av_frame_move_ref);
FIRSTCHAIR_LATE(libav, av_frame_ref);
FIRSTCHAIR_LATE(libav, av_frame_unref);
FIRSTCHAIR_LATE(libav, av_free);
FIRSTCHAIR_LATE(libav, av_freep);
FIRSTCHAIR_LATE(libav, av_hwdevice_ctx_create);
FIRSTCHAIR_LATE(libav, av_hwframe_ctx_alloc);
FIRSTCHAIR_LATE(libav, av_hwframe_ctx_init);
FIRSTCHAIR_LATE(libav, av_hwframe_get_buffer);
FIRSTCHAIR_LATE(libav, av_hwframe_transfer_data);
FIRSTCHAIR_LATE(libav, av_image_copy);
FIRSTCHAIR_LATE(libav, av_image_copy_plane);
FIRSTCHAIR_LATE(libav, av_image_copy_to_buffer);
FIRSTCHAIR_LATE(libav, av_image_fill_arrays);
FIRSTCHAIR_LATE(libav, av_log_set_level);
FIRSTCHAIR_LATE(libav, av_malloc);
FIRSTCHAIR_LATE(libav, av_mallocz);
FIRSTCHAIR_LATE(libav, av_match_list);
FIRSTCHAIR_LATE(libav, av_rescale);
FIRSTCHAIR_LATE(libav, av_rescale_q);
FIRSTCHAIR_LATE(libav, av_samples_set_silence);
FIRSTCHAIR_LATE(libav, av_strdup);
FIRSTCHAIR_LATE(libav, av_strerror);

// These are of libswresample.
FIRSTCHAIR_LATE(libav, swr_alloc_set_opts2);
FIRSTCHAIR_LATE(libav, swr_convert);
FIRSTCHAIR_LATE(libav, swr_free);
FIRSTCHAIR_LATE(libav, swr_init);
FIRSTCHAIR_LATE(libav, swr_set_compensation);

}  // namespace late_libav
}  // namespace firstchair::io
