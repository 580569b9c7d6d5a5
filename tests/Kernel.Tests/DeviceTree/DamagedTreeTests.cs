using System;
using Xunit;

namespace Pilevisor.Kernel.Tests;

/// <summary>Whatever bytes firmware leaves behind: they are read or refused with a panic, never more.</summary>
public sealed class DamagedTreeTests
{
    private const int Rounds = 3000;

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] blob = QemuVirtTree.Blob();
        for (int length = 0; length < blob.Length; length += 7)
        {
            byte[] cut = blob[..length];
            Assert.Throws<PanicException>(() => new HardwareDescription(cut));
        }
    }

    [Fact]
    public void Every_truncation_that_the_header_agrees_with_is_refused()
    {
        byte[] blob = QemuVirtTree.Blob();
        for (int length = FlattenedDeviceTree.HeaderBytes; length < blob.Length; length += 7)
        {
            byte[] cut = blob[..length];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(4), length);
            Assert.Throws<PanicException>(() => new HardwareDescription(cut));
        }
    }

    [Fact]
    public void Damaged_bytes_do_no_harm()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] blob = QemuVirtTree.Blob();
            int damages = random.Next(1, 8);
            for (int i = 0; i < damages; i++) blob[random.Next(random.Next(2) == 0 ? 0x40 : blob.Length)] = (byte)random.Next(256);
            try
            {
                HardwareDescription hardware = new(blob);
                for (int i = 0; i < 4; i++) hardware.TryFind("virtio,mmio"u8, i, out _);
                hardware.TryFind("arm,gic-v3"u8, 0, out _);
                hardware.TryGetPayload(out _, out _);
                _ = hardware.BootArguments;
            }
            catch (PanicException)
            {
                refused++;
            }
            catch (Exception harm)
            {
                Assert.Fail($"seed {seed}, round {round}: {harm}");
            }
        }
        Assert.True(refused > 0, $"seed {seed}");
    }

    [Theory]
    [InlineData("", "it does not begin with the header of a flattened device tree")]
    [InlineData("d00dfeed", "it does not begin with the header of a flattened device tree")]
    public void Refusals_say_what_is_wrong(string start, string defect)
    {
        byte[] blob = Convert.FromHexString(start);
        Assert.False(FlattenedDeviceTree.TryOpen(blob, out _, out string found));
        Assert.Equal(defect, found);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        string source = "a { x = <1>; ";
        string nested = string.Concat(System.Linq.Enumerable.Repeat(source, 20)) + string.Concat(System.Linq.Enumerable.Repeat("};", 20));
        byte[] blob = Fakes.DeviceTreeCompiler.Compile($"/dts-v1/; / {{ {nested} }};");
        Assert.False(FlattenedDeviceTree.TryOpen(blob, out _, out string defect));
        Assert.Equal("its nodes are nested too deep", defect);
    }
}
