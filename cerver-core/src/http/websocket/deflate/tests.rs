use super::*;

fn both(window_bits: u8, keeps_context: bool) -> (Deflater, Inflater) {
    let direction = Direction { window_bits, keeps_context };
    (Deflater::new(direction, 6), Inflater::new(direction))
}

fn text(size: usize, seed: usize) -> Vec<u8> {
    (0..size).map(|place| b"the quick brown fox "[(place * 7 + place / 5 + seed) % 20]).collect()
}

#[test]
fn what_is_compressed_comes_back() {
    for window_bits in 9..=15 {
        for keeps_context in [true, false] {
            let (mut deflater, mut inflater) = both(window_bits, keeps_context);
            for (round, size) in [1, 2, 60, 1000, 40_000, 200_000, 3].into_iter().enumerate() {
                let message = text(size, round);
                let (mut coded, mut plain) = (b"before".to_vec(), Vec::new());
                deflater.compress(&message, &mut coded);
                for piece in coded[6..].chunks(100) {
                    inflater.take(piece, &mut plain, 1 << 20).unwrap();
                }
                inflater.finish(&mut plain, 1 << 20).unwrap();
                assert!(plain == message, "{size} bytes with a window of {window_bits}, kept: {keeps_context}");
                assert_eq!(inflater.stream.is_some() && deflater.stream.is_some(), keeps_context);
            }
        }
    }
}

#[test]
fn a_window_that_is_kept_makes_repetitions_small() {
    let message = text(300, 1);
    let sizes = [true, false].map(|keeps_context| {
        let mut deflater = both(15, keeps_context).0;
        let (mut first, mut second) = (Vec::new(), Vec::new());
        deflater.compress(&message, &mut first);
        deflater.compress(&message, &mut second);
        (first.len(), second.len())
    });
    assert!(sizes[0].1 < sizes[0].0 / 2 && sizes[1].0 == sizes[1].1, "{sizes:?}");
}

#[test]
fn the_largest_limit_is_none() {
    let (mut deflater, mut inflater) = both(15, true);
    let (message, mut coded, mut plain) = (text(40_000, 0), Vec::new(), Vec::new());
    deflater.compress(&message, &mut coded);
    inflater.take(&coded, &mut plain, usize::MAX).unwrap();
    inflater.finish(&mut plain, usize::MAX).unwrap();
    assert!(plain == message);
}
