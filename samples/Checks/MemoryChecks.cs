using System;

namespace Pilevisor.Checks;

/// <summary>Copies and fills of every length around the steps of the assembly code, and ones that overlap.</summary>
internal static class MemoryChecks
{
    private const int Guard = 16;

    internal static void Run(CheckReport report)
    {
        report.Add("memory.copy-apart", CopyApart());
        report.Add("memory.copy-overlapping", CopyOverlapping());
        report.Add("memory.fill", Fill());
        report.Add("memory.page", Page());
    }

    private static ulong CopyApart()
    {
        Digest digest = default;
        byte[] source = Sample.Bytes(300);
        for (int length = 0; length < 280; length++)
        {
            byte[] destination = Sample.Bytes(300);
            source.AsSpan(length % 7, length).CopyTo(destination.AsSpan(Guard - (length % 5)));
            digest.Add(destination);
        }
        return digest.Value;
    }

    private static ulong CopyOverlapping()
    {
        Digest digest = default;
        byte[] bytes = new byte[400];
        for (int length = 0; length < 200; length += length < 20 ? 1 : 13)
        {
            for (int distance = -70; distance <= 70; distance += 3)
            {
                Sample.Bytes(400).CopyTo(bytes.AsSpan());
                bytes.AsSpan(100, length).CopyTo(bytes.AsSpan(100 + distance));
                digest.Add(bytes);
            }
        }
        return digest.Value;
    }

    private static ulong Fill()
    {
        Digest digest = default;
        for (int length = 0; length < 200; length++)
        {
            byte[] bytes = Sample.Bytes(220);
            bytes.AsSpan(length % 9, length).Fill((byte)length);
            digest.Add(bytes);
        }
        return digest.Value;
    }

    private static ulong Page()
    {
        byte[] page = Sample.Bytes(4096);
        byte[] copy = new byte[4096];
        page.CopyTo(copy.AsSpan());
        Digest digest = default;
        digest.Add(copy.AsSpan().SequenceEqual(page));
        digest.Add(copy);
        copy.AsSpan().Clear();
        digest.Add(copy);
        return digest.Value;
    }
}
