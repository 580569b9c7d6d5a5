using System;
using System.IO;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class GuestCacheTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();
    private readonly GuestCache _cache;

    public GuestCacheTests() => _cache = new GuestCache(new RepositoryLayout(_place.Path));

    [Fact]
    public async Task What_fails_half_way_is_not_there_and_is_made_again()
    {
        await Assert.ThrowsAsync<IOException>(() => _cache.GetAsync("a/thing", (draft, _) =>
        {
            File.WriteAllText(Path.Combine(draft, "half"), "");
            throw new IOException("no more");
        }, TestContext.Current.CancellationToken));
        string place = await _cache.GetAsync("a/thing", (draft, _) => File.WriteAllTextAsync(Path.Combine(draft, "whole"), "", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal(["whole"], Array.ConvertAll(Directory.GetFiles(place), f => Path.GetFileName(f)));
    }

    [Fact]
    public async Task What_is_there_is_not_made_again()
    {
        int made = 0;
        for (int i = 0; i < 3; i++)
        {
            await _cache.GetAsync("thing", (_, _) =>
            {
                made++;
                return Task.CompletedTask;
            }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, made);
    }

    public void Dispose() => _place.Dispose();
}
