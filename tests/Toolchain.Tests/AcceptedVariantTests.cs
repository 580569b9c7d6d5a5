using System;
using System.Buffers.Binary;
using System.IO;
using Xunit;

namespace Pilevisor.Toolchain.Tests;

/// <summary>What a built image is: the control of <see cref="RefusedVariantTests"/>.</summary>
public class AcceptedVariantTests
{
    private const string Source = "internal static class Variant { public static int N; public static void Run() => N += 2; }";

    [Fact]
    public void The_binary_begins_with_an_arm64_image_header_that_covers_bss()
    {
        using VariantBuild build = new();
        (int status, string output) = build.Build(Source);
        Assert.True(status == 0, output);
        byte[] image = File.ReadAllBytes(build.Binary);
        Assert.Equal("ARM\x64"u8, image.AsSpan(56, 4));
        Assert.True(BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(16)) > (ulong)image.Length + 0x10000, "image_size leaves out bss or the arena");
        Assert.Equal(0xaul, BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(24)));
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("pl011@0x9000000", true)]
    [InlineData("cadence@0x9000000", true)]
    public void The_image_knows_the_early_serial_port_that_its_project_names(string port, bool hasAddress)
    {
        using VariantBuild build = new() { EarlyUart = port };
        (int status, string output) = build.Build(Source);
        Assert.True(status == 0, output);
        byte[] address = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(address, 0x900_0000);
        // A literal, or a MOVZ of it to x1.
        bool isThere = File.ReadAllBytes(build.Binary).AsSpan() is var image && (image.IndexOf(address) >= 0 || image.IndexOf((byte[])[0x01, 0x20, 0xa1, 0xd2]) >= 0);
        Assert.Equal(hasAddress, isThere);
        Assert.Contains($"early UART     {port}\n", File.ReadAllText(build.Manifest));
    }

    [Fact]
    public void The_image_carries_the_identity_its_manifest_states()
    {
        using VariantBuild build = new();
        build.Build(Source);
        Assert.Matches("^Variant [0-9a-f]{12}$", build.Identity);
        Assert.True(File.ReadAllBytes(build.Binary).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(build.Identity + '\0')) > 0);
        Assert.Contains("Pilevisor.Variant.dll", File.ReadAllText(build.Manifest));
    }

    [Fact]
    public void The_identity_is_that_of_the_code_and_not_of_the_place()
    {
        using VariantBuild first = new();
        using VariantBuild second = new();
        using VariantBuild other = new();
        first.Build(Source);
        second.Build(Source);
        other.Build(Source.Replace('2', '3'));
        Assert.Equal(first.Identity, second.Identity);
        Assert.Equal(File.ReadAllBytes(first.Binary), File.ReadAllBytes(second.Binary));
        Assert.NotEqual(first.Identity, other.Identity);
    }
}
