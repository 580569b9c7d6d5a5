namespace Pilevisor.Coherence;

/// <summary>Which access follows an access, and how sure that is.</summary>
internal struct PageSuccessor
{
    private const byte Foretellable = 2;
    private const byte Surest = 3;

    private PageAccess _access;
    private byte _confidence;
    private bool _isForetold;

    /// <summary>What follows.</summary>
    public PageAccess Next { get; private set; }

    /// <summary>Whether the entry is about <paramref name="access"/>: others may have the same place.</summary>
    public readonly bool IsOf(PageAccess access) => _access.Is(access);

    /// <summary>It followed again.</summary>
    public void Strengthen()
    {
        _isForetold = false;
        if (_confidence < Surest) _confidence++;
    }

    /// <summary><paramref name="next"/> followed <paramref name="access"/>, which the entry did not know: it takes the entry over once that is no longer sure of what it says.</summary>
    public void Replace(PageAccess access, PageAccess next)
    {
        if (_confidence > 1)
        {
            _confidence--;
            return;
        }
        _access = access;
        Next = next;
        _confidence = 1;
        _isForetold = false;
    }

    /// <summary>Whether the entry is sure enough. What it foretold last time and was not seen to follow makes it less so.</summary>
    public bool TryForetell()
    {
        if (_isForetold) _confidence--;
        _isForetold = _confidence >= Foretellable;
        return _isForetold;
    }
}
