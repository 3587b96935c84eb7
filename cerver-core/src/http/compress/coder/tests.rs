use super::{super::Settings, *};
use crate::{
    config::HttpOptions,
    http::{compress::StreamCoder, random::Random},
};

/// What a client makes of the bytes that came so far.
fn decoded(coding: Coding, coded: &[u8]) -> Vec<u8> {
    match coding {
        #[cfg(feature = "zstd")]
        Coding::Zstd => {
            use zstd_safe::{DCtx, InBuffer, OutBuffer};
            let mut out = Vec::with_capacity(4 << 20);
            let mut input = InBuffer::around(coded);
            let mut context = DCtx::create();
            while input.pos() < coded.len() {
                let start = out.len();
                let mut output = OutBuffer::around_pos(&mut out, start);
                context.decompress_stream(&mut output, &mut input).expect("a good stream");
            }
            out
        }
        #[cfg(feature = "brotli")]
        Coding::Brotli => {
            let mut out = Vec::new();
            // Its end may not have come yet.
            let _ = std::io::Read::read_to_end(&mut ::brotli::Decompressor::new(coded, 4096), &mut out);
            out
        }
        Coding::Gzip => {
            let mut out = Vec::with_capacity(4 << 20);
            let mut stream = flate2::Decompress::new_gzip(15);
            stream.decompress_vec(coded, &mut out, flate2::FlushDecompress::Sync).expect("a good stream");
            assert_eq!(stream.total_in() as usize, coded.len(), "one member and nothing behind it");
            out
        }
    }
}

/// Text with repetition, noise and runs.
fn sample(random: &mut Random, length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < length {
        match random.below(3) {
            0 => bytes.extend_from_slice(format!("<li>{}</li>\n", random.below(50)).as_bytes()),
            1 => bytes.extend((0..random.below(100)).map(|_| random.below(256) as u8)),
            _ => bytes.extend(std::iter::repeat_n(b'x', random.below(200))),
        }
    }
    bytes.truncate(length);
    bytes
}

#[test]
fn any_split_decodes_to_the_same_and_each_piece_at_once() {
    let mut random = Random::new(3);
    for &coding in Coding::ALL {
        for level in 1..=9 {
            for length in [0, 1, 2, 100, 5000, 70_000] {
                let bytes = sample(&mut random, length);
                let mut coder = Coder::new(coding, level, None);
                let mut coded = Vec::new();
                let mut taken = 0;
                while taken < length {
                    let piece = 1 + random.below((length - taken).min(20_000));
                    coder.flush(&bytes[taken..taken + piece], &mut coded);
                    taken += piece;
                    if level == 5 {
                        assert_eq!(decoded(coding, &coded), bytes[..taken], "{coding:?} is not flushed");
                    }
                }
                coder.finish(b"", &mut coded);
                assert_eq!(decoded(coding, &coded), bytes, "{coding:?} at level {level}");
            }
        }
    }
}

#[test]
fn a_whole_body_of_any_length_comes_back() {
    let mut random = Random::new(4);
    for &coding in Coding::ALL {
        for length in (0..40).chain([1023, 1024, 1025, 65_536, 1 << 20]) {
            let bytes = sample(&mut random, length);
            let mut coded = Vec::new();
            Coder::new(coding, 5, Some(length as u64)).finish(&bytes, &mut coded);
            assert_eq!(decoded(coding, &coded), bytes, "{coding:?} of {length} bytes");
            assert!(coded.len() < length || length < 1024, "{coding:?} made {} of {length}", coded.len());
        }
        let noise: Vec<u8> = (0..300_000).map(|_| random.below(256) as u8).collect();
        let mut coded = Vec::new();
        Coder::new(coding, 9, Some(noise.len() as u64)).finish(&noise, &mut coded);
        assert_eq!(decoded(coding, &coded), noise, "{coding:?}");
    }
}

#[test]
fn a_used_coder_has_no_memory_of_the_last_body() {
    for &coding in Coding::ALL {
        let code = |text: &[u8]| {
            let mut coded = Vec::new();
            Coder::new(coding, 6, None).finish(text, &mut coded);
            coded
        };
        let first = code(b"a secret that must not come back");
        drop(Coder::new(coding, 6, None));
        let mut given_up = Coder::new(coding, 6, None);
        given_up.flush(b"half a body", &mut Vec::new());
        drop(given_up);
        assert_eq!(code(b"a secret that must not come back"), first, "{coding:?}");
    }
}

#[test]
fn streams_have_a_limit() {
    let settings = Settings::new(&HttpOptions { compression_streams: 2, ..HttpOptions::default() });
    let first = StreamCoder::new(&settings, Coding::Gzip);
    let second = StreamCoder::new(&settings, Coding::Gzip);
    assert!(first.is_some() && second.is_some());
    assert!(StreamCoder::new(&settings.clone(), Coding::Gzip).is_none(), "the limit is that of the whole site");
    drop(first);
    assert!(StreamCoder::new(&settings, Coding::Gzip).is_some());
}
