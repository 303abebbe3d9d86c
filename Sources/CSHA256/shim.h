#pragma once
#include <stddef.h>
#include <stdint.h>

// The SHA-256 instructions of x86-64, which Swift has no words for. Elsewhere there are none.

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

// Whether this processor has SHA, SSE4.1 and SSSE3.
static inline int till_has_sha256(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_SHA)) return 0;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1) && (c & bit_SSSE3);
}

// Takes in blocks of 64 bytes; only where till_has_sha256().
__attribute__((target("sha,sse4.1,ssse3")))
static inline void till_sha256(
    uint32_t *state, const uint8_t *bytes, size_t blocks, const uint32_t *constants) {
  const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  // The instructions hold a, b, e, f in one register and c, d, g, h in the other.
  __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, cdab, 0xF0);
  for (; blocks > 0; blocks--, bytes += 64) {
    const __m128i abefBefore = abef, cdghBefore = cdgh;
    __m128i words[4];
#pragma clang loop unroll(full)
    for (int step = 0; step < 16; step++) {
      // Four words of the schedule: the block's own, then made of the sixteen before.
      __m128i *now = &words[step & 3];
      const __m128i after = words[(step + 1) & 3], before = words[(step + 3) & 3];
      if (step < 4) {
        *now = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes + step), bigEndian);
      } else {
        const __m128i seventh = _mm_alignr_epi8(before, words[(step + 2) & 3], 4);
        *now = _mm_sha256msg2_epu32(
            _mm_add_epi32(_mm_sha256msg1_epu32(*now, after), seventh), before);
      }
      const __m128i turn =
          _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)constants + step));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, turn);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(turn, 0x0E));
    }
    abef = _mm_add_epi32(abef, abefBefore);
    cdgh = _mm_add_epi32(cdgh, cdghBefore);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

#else

static inline int till_has_sha256(void) { return 0; }

static inline void till_sha256(
    uint32_t *state, const uint8_t *bytes, size_t blocks, const uint32_t *constants) {
  __builtin_trap();
}

#endif
