using System;

namespace Pilevisor.Checks;

internal static class FlowChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("flow.switch", Switch());
        report.Add("flow.finally", Finally());
        report.Add("flow.recursion", (ulong)Ackermann(2, 9));
        report.Add("flow.stack", Stack());
        report.Add("flow.lambda", Lambda());
    }

    private static ulong Switch()
    {
        Digest digest = default;
        for (int i = -2; i < 12; i++)
        {
            digest.Add(i switch
            {
                0 => 10,
                1 => 20,
                2 => 35,
                3 or 4 => 40,
                5 => 51,
                > 8 => 60,
                < 0 => -1,
                _ => 0,
            });
        }
        return digest.Value;
    }

    private static ulong Finally()
    {
        Digest digest = default;
        for (int i = 0; i < 5; i++)
        {
            try
            {
                if (i == 3) continue;
                digest.Add(i);
            }
            finally
            {
                digest.Add(i + 100);
            }
        }
        return digest.Value;
    }

    private static int Ackermann(int m, int n) => m == 0 ? n + 1 : n == 0 ? Ackermann(m - 1, 1) : Ackermann(m - 1, Ackermann(m, n - 1));

    private static ulong Stack()
    {
        Digest digest = default;
        Span<byte> buffer = stackalloc byte[6000];
        buffer.Clear();
        Sample.Bytes(5000).CopyTo(buffer[500..]);
        digest.Add(buffer);
        return digest.Value;
    }

    private static ulong Lambda()
    {
        Digest digest = default;
        Func<int, int> twice = static value => value * 2;
        int offset = 7;
        Func<int, int> shifted = value => value + offset;
        digest.Add(twice(21));
        digest.Add(shifted(3));
        offset = 8;
        digest.Add(shifted(3));
        return digest.Value;
    }
}
