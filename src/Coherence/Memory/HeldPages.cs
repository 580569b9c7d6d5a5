using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The pages just won that may not leave yet. A hold is there for the CPUs that waited for the page: it does not end before they are back, however late that
/// is, and counts from then. One that nobody waits for costs no timer interrupt: it is found to be over when the node next deals with a page. Under
/// <see cref="LockRank.Coherence"/>.
/// </summary>
/// <param name="counter">The clock.</param>
/// <param name="timers">Calls when a hold that is waited for is over.</param>
/// <param name="waiters">Who is on the way back.</param>
/// <param name="policy">How long a hold is.</param>
public sealed class HeldPages(ICounter counter, ITimers timers, FaultWaiters waiters, IHoldPolicy policy)
{
    /// <summary>The most pages that are held at a time, several for each CPU; further ones are not held.</summary>
    public const int Capacity = 64;

    private readonly PageNumber[] _pages = new PageNumber[Capacity];
    private readonly Cycles[] _ends = new Cycles[Capacity];
    private readonly bool[] _awaited = new bool[Capacity];
    private TimerClient? _client;
    private int _count;

    // No hold ends before; some may end later than when this was found out.
    private Cycles _earliest = Cycles.Never;

    /// <summary>From now on <paramref name="client"/> is called for holds that are waited for. Boot only.</summary>
    public void Initialize(TimerClient client)
    {
        _client = client;
        timers.Register(client);
    }

    /// <summary>Whether <paramref name="page"/> is held.</summary>
    public bool Has(PageNumber page) => Find(page) >= 0;

    /// <summary>Begins a hold, or begins it anew.</summary>
    /// <returns>False if there is no room for one more, or holds are not wanted.</returns>
    public bool TryBegin(PageNumber page)
    {
        int place = Find(page);
        Cycles length = policy.LengthOf(page);
        if (length.Value == 0 || (place < 0 && _count == Capacity)) return false;
        if (place < 0) place = _count++;
        _pages[place] = page;
        _ends[place] = counter.Now + length;
        _awaited[place] = false;
        _earliest = Earlier(_earliest, _ends[place]);
        return true;
    }

    /// <summary>A CPU that waited for <paramref name="page"/> is back: if the page is held, it stays for a whole hold from now on.</summary>
    public void Extend(PageNumber page)
    {
        int place = Find(page);
        if (place < 0) return;
        _ends[place] = counter.Now + policy.LengthOf(page);
        if (_awaited[place]) timers.Request(_client!, _ends[place]);
    }

    /// <summary>Somebody waits for the end of the hold of <paramref name="page"/>.</summary>
    public void Await(PageNumber page)
    {
        int place = Find(page);
        if (place >= 0) AwaitPlace(place);
    }

    /// <summary>Somebody waits for any hold to end: for a frame.</summary>
    public void AwaitAll()
    {
        for (int i = 0; i < _count; i++) AwaitPlace(i);
    }

    /// <summary>Whether some hold may be over: if not, <see cref="TryTakeOver"/> has none.</summary>
    public bool MayBeOver => _count != 0 && counter.Now >= _earliest;

    /// <summary>Takes a hold that is over.</summary>
    public bool TryTakeOver(out PageNumber page)
    {
        page = default;
        Cycles now = counter.Now;
        Cycles earliest = Cycles.Never;
        for (int i = 0; i < _count; i++)
        {
            earliest = Earlier(earliest, _ends[i]);
            if (_ends[i] > now || waiters.IsComingBackFor(_pages[i])) continue;
            page = _pages[i];
            _count--;
            _pages[i] = _pages[_count];
            _ends[i] = _ends[_count];
            _awaited[i] = _awaited[_count];
            return true;
        }
        _earliest = earliest;
        return false;
    }

    /// <summary>When the next hold ends that somebody waits for, apart from those whose end a CPU on its way back sets.</summary>
    public Cycles NextAwaitedEnd()
    {
        Cycles next = Cycles.Never;
        for (int i = 0; i < _count; i++)
        {
            if (_awaited[i] && _ends[i] < next && !waiters.IsComingBackFor(_pages[i])) next = _ends[i];
        }
        return next;
    }

    private void AwaitPlace(int place)
    {
        if (_awaited[place]) return;
        _awaited[place] = true;
        timers.Request(_client!, _ends[place]);
    }

    private static Cycles Earlier(Cycles left, Cycles right) => left < right ? left : right;

    private int Find(PageNumber page)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_pages[i] == page) return i;
        }
        return -1;
    }
}
