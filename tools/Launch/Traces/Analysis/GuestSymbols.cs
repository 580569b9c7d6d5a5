using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>
/// What the addresses of a guest's kernel are called. A Linux that is given no seed to move its addresses, and Pilevisor's device tree has none, has them at the same places in every boot.
/// </summary>
public sealed class GuestSymbols
{
    /// <summary>Where the kernel's image begins.</summary>
    public const string Start = "_text";

    // Behind the last function before a gap (the kernel's last, a module's last) is none any more: functions of Linux are shorter than this.
    private const ulong MostFunctionBytes = 64 << 10;
    private readonly GuestSymbol[] _functions;
    private readonly GuestSymbol[] _data;
    private readonly ulong? _text;

    /// <summary>Takes symbols in any order; of several at one address the first global one is it, else the first.</summary>
    internal GuestSymbols(IReadOnlyCollection<GuestSymbol> symbols)
    {
        _functions = InOrder(symbols.Where(symbol => symbol.IsFunction));
        _data = InOrder(symbols.Where(symbol => symbol.IsData));
        // The kernel's first symbols bear the image's own address, whatever they are called.
        _text = symbols.Where(symbol => symbol.Name == Start).Select(symbol => (ulong?)symbol.Address).FirstOrDefault();
    }

    /// <summary>How many functions have names.</summary>
    public int Functions => _functions.Length;

    /// <summary>Whether data have names, too, and it is known where the image begins: /proc/kallsyms of most kernels has neither.</summary>
    public bool HasData => _text is not null && _data.Length > 0;

    /// <summary>The function that the instruction at <paramref name="address"/> belongs to; null if none is known, as of a program's.</summary>
    public string? FunctionAt(ulong address)
    {
        if (!new TraceSite(address, 0).IsKernel) return null;
        int index = Last(_functions, address);
        return index >= 0 && address - _functions[index].Address < MostFunctionBytes ? _functions[index].Name : null;
    }

    /// <summary>The data that lie on a page of the kernel's image, in order of addresses, with the one that begins before it and may reach into it; empty elsewhere, or if the symbols have no data.</summary>
    /// <param name="page">The page.</param>
    /// <param name="header">Where the guest's memory begins: the kernel's image is at its start.</param>
    public IReadOnlyList<string> DataOn(PageNumber page, TraceHeader header)
    {
        ulong pageBytes = (ulong)header.PageBytes;
        ulong offset = (page.Value - (ulong)header.Nodes[0].FirstPage.Value) * pageBytes;
        if (_text is not { } text || !HasData || page.Value < header.Nodes[0].FirstPage.Value) return [];
        ulong first = text + offset;
        if (first < text || first > _data[^1].Address) return [];
        int from = int.Max(0, Last(_data, first));
        return [.. _data.Skip(from).TakeWhile(symbol => symbol.Address - text < offset + pageBytes).Select(symbol => symbol.Name)];
    }

    private static GuestSymbol[] InOrder(IEnumerable<GuestSymbol> symbols) =>
        [.. symbols.GroupBy(symbol => symbol.Address).Select(same => same.OrderBy(symbol => char.IsUpper(symbol.Type) ? 0 : 1).First()).OrderBy(symbol => symbol.Address)];

    // The last symbol that is not behind the address; -1 if all are.
    private static int Last(GuestSymbol[] symbols, ulong address)
    {
        int low = 0, high = symbols.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (symbols[middle].Address <= address) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}
