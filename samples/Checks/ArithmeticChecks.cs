using System;

namespace Pilevisor.Checks;

internal static class ArithmeticChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("arithmetic.division", Division());
        report.Add("arithmetic.shifts", Shifts());
        report.Add("arithmetic.conversions", Conversions());
        report.Add("arithmetic.checked", Checked());
        report.Add("arithmetic.math", MathMembers());
        report.Add("arithmetic.wide-product", WideProduct());
    }

    private static ulong Division()
    {
        Digest digest = default;
        foreach (ulong left in Sample.Numbers)
        {
            foreach (ulong right in Sample.Numbers)
            {
                if ((uint)right == 0) continue;
                digest.Add(left / right);
                digest.Add(left % right);
                digest.Add((ulong)((uint)left / (uint)right));
                if ((long)right != -1) digest.Add((long)left / (long)right);
                if ((int)right != -1) digest.Add((long)((int)left % (int)right));
            }
            digest.Add(left / 10);
            digest.Add((long)left / 7);
        }
        return digest.Value;
    }

    private static ulong Shifts()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            for (int by = 0; by < 70; by += 3)
            {
                digest.Add(number << by);
                digest.Add(number >> by);
                digest.Add((long)number >> by);
                digest.Add((ulong)((uint)number >> by));
                digest.Add((long)((int)number >> by));
                digest.Add((long)((int)number >>> by));
            }
        }
        return digest.Value;
    }

    private static ulong Conversions()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            digest.Add((long)(sbyte)number);
            digest.Add((long)(short)number);
            digest.Add((long)(int)number);
            digest.Add((ulong)(byte)number);
            digest.Add((ulong)(ushort)number);
            digest.Add((ulong)(char)number);
            digest.Add((ulong)(nuint)number);
            digest.Add((long)(int)(uint)number);
        }
        return digest.Value;
    }

    private static ulong Checked()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            uint small = (uint)(number & 0x7fff);
            checked
            {
                digest.Add((ulong)(small * small));
                digest.Add((long)((int)small - 0x8000));
                digest.Add((ulong)(ushort)small);
                digest.Add((number >> 1) + (number >> 1));
            }
        }
        return digest.Value;
    }

    private static ulong MathMembers()
    {
        Digest digest = default;
        foreach (ulong left in Sample.Numbers)
        {
            foreach (ulong right in Sample.Numbers)
            {
                digest.Add(Math.Min(left, right));
                digest.Add(Math.Max((long)left, (long)right));
                digest.Add((long)Math.Min((int)left, (int)right));
                digest.Add((ulong)Math.Max((uint)left, (uint)right));
            }
            digest.Add((long)Math.Clamp((int)left, -100, 100));
            digest.Add(Math.Abs((long)left | 1));
            (uint quotient, uint remainder) = Math.DivRem((uint)left, 10u);
            digest.Add((ulong)quotient);
            digest.Add((ulong)remainder);
        }
        return digest.Value;
    }

    private static ulong WideProduct()
    {
        Digest digest = default;
        foreach (ulong left in Sample.Numbers)
        {
            foreach (ulong right in Sample.Numbers)
            {
                digest.Add(Math.BigMul(left, right, out ulong low));
                digest.Add(low);
            }
        }
        return digest.Value;
    }
}
