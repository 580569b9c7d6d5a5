using System;
using System.Collections.Generic;
using System.Text;

namespace Pilevisor.Snapshots;

/// <summary>The difference between two texts, line by line, from their longest common subsequence.</summary>
internal static class TextDiff
{
    private const int ContextLines = 2;

    /// <summary>Lines that went are marked -, lines that came +, with a little context; what is far from any change is left out.</summary>
    public static string Of(string before, string after)
    {
        List<string> lines = Merge(before.Split('\n'), after.Split('\n'));
        StringBuilder text = new();
        bool isGap = false;
        for (int i = 0; i < lines.Count; i++)
        {
            if (IsNearChange(lines, i)) text.Append(lines[i]).Append('\n');
            else if (!isGap) text.Append("  …\n");
            isGap = !IsNearChange(lines, i);
        }
        return text.ToString();
    }

    private static bool IsNearChange(List<string> lines, int at)
    {
        for (int i = Math.Max(0, at - ContextLines); i <= Math.Min(lines.Count - 1, at + ContextLines); i++)
        {
            if (lines[i][0] != ' ') return true;
        }
        return false;
    }

    private static List<string> Merge(string[] before, string[] after)
    {
        int[,] common = CommonLengths(before, after);
        List<string> lines = [];
        int b = 0;
        int a = 0;
        while (b < before.Length || a < after.Length)
        {
            if (b < before.Length && a < after.Length && before[b] == after[a])
            {
                lines.Add("  " + before[b++]);
                a++;
            }
            else if (a == after.Length || (b < before.Length && common[b + 1, a] >= common[b, a + 1])) lines.Add("- " + before[b++]);
            else lines.Add("+ " + after[a++]);
        }
        return lines;
    }

    /// <summary>[b, a] is how many lines are common to what follows line b of one text and line a of the other.</summary>
    private static int[,] CommonLengths(string[] before, string[] after)
    {
        int[,] common = new int[before.Length + 1, after.Length + 1];
        for (int b = before.Length - 1; b >= 0; b--)
        {
            for (int a = after.Length - 1; a >= 0; a--)
                common[b, a] = before[b] == after[a] ? common[b + 1, a + 1] + 1 : Math.Max(common[b + 1, a], common[b, a + 1]);
        }
        return common;
    }
}
