using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class TlbInvalidationTests
{
    // Arm ARM, C5.5: CRm of the local, inner and outer shareable forms; op2 of VMALLE1, VAE1, ASIDE1, VAAE1, VALE1, VAALE1, and of RVAE1, RVAAE1, RVALE1, RVAALE1.
    private static readonly (int Crm, bool IsBroadcast, bool IsRange)[] _scopes = [(7, false, false), (3, true, false), (1, true, false), (6, false, true), (2, true, true), (5, true, true)];
    private static readonly int[] _operations = [0, 1, 2, 3, 5, 7];
    private static readonly int[] _ranges = [1, 3, 5, 7];

    [Fact]
    public void Of_all_encodings_those_of_TLBI_for_EL1_are_decoded()
    {
        Dictionary<uint, TlbInvalidation> decoded = [];
        for (int bits = 0; bits < 1 << 16; bits++)
        {
            SystemRegisterEncoding encoding = new(bits >> 14, (bits >> 11) & 7, (bits >> 7) & 15, (bits >> 3) & 15, bits & 7);
            if (TlbInvalidation.TryDecode(encoding, out TlbInvalidation invalidation)) decoded.Add(encoding.Bits, invalidation);
        }

        foreach ((int crm, bool isBroadcast, bool isRange) in _scopes)
        {
            foreach (int op2 in isRange ? _ranges : _operations)
            {
                Assert.True(decoded.Remove(new SystemRegisterEncoding(1, 0, 8, crm, op2).Bits, out TlbInvalidation invalidation), $"TLBI with CRm {crm}, op2 {op2}");
                Assert.Equal((isBroadcast, isRange, op2), (invalidation.IsBroadcast, invalidation.IsRange, invalidation.Number & 7));
                Assert.True(invalidation.IsAllocated);
            }
        }
        Assert.Empty(decoded);
    }

    [Fact]
    public void Of_all_numbers_twenty_are_instructions() => Assert.Equal(20, Enumerable.Range(0, 256).Count(number => new TlbInvalidation((byte)number).IsAllocated));
}
